package io.serai.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Picks and renames with Jackson's streams, as one would by hand: members not wanted are skipped,
 * the others copied event by event.
 */
final class RawShaped extends RawPage {
  private static final JsonFactory JSON = new JsonFactory();

  /** By part: the members wanted and their new names; in arrays of objects, the one member. */
  private static final Map<?, ?>[] WANTED = {
    Map.of("id", "id", "sku", "code", "prices", Map.of("amount", "amount")),
    Map.of("total", "total", "warehouses", Map.of("city", "city")),
    Map.of("average", "average", "latest", Map.of("stars", "stars"))
  };

  RawShaped(ChannelHandlerContext client, byte[][] names) {
    super(client, names);
  }

  @Override
  public void arrived(int part, ByteBuf body) {
    var picked = client.alloc().buffer(256);
    try (var in = JSON.createParser((java.io.InputStream) new ByteBufInputStream(body));
        var out = JSON.createGenerator((OutputStream) new ByteBufOutputStream(picked))) {
      in.nextToken();
      copy(in, out, WANTED[part]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      body.release();
    }
    super.arrived(part, picked);
  }

  private static void copy(JsonParser in, JsonGenerator out, Map<?, ?> wanted) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      out.writeStartArray();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        copy(in, out, wanted);
      }
      out.writeEndArray();
      return;
    }
    out.writeStartObject();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      var as = wanted.get(name);
      in.nextToken();
      if (as instanceof String renamed) {
        out.writeFieldName(renamed);
        out.copyCurrentStructure(in);
      } else if (as instanceof Map<?, ?> within) {
        out.writeFieldName(name);
        copy(in, out, within);
      } else {
        in.skipChildren();
      }
    }
    out.writeEndObject();
  }
}
