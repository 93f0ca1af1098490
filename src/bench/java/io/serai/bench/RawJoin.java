package io.serai.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list, then a call for each distinct seller in it, each spliced in before the end of the items
 * that name it.
 */
final class RawJoin implements Arrivals {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] SELLER = ",\"seller\":".getBytes(StandardCharsets.UTF_8);

  private final ChannelHandlerContext client;
  private final RawUpstreams upstreams;
  private byte @Nullable [] orders;

  /** Where each item ends, and the index of its seller. */
  private final List<int[]> ends = new ArrayList<>();

  private final Map<String, Integer> sellers = new LinkedHashMap<>();
  private ByteBuf[] found = {};
  private int outstanding;
  private boolean failed;

  RawJoin(ChannelHandlerContext client, RawUpstreams upstreams) {
    this.client = client;
    this.upstreams = upstreams;
  }

  @Override
  public void arrived(int part, ByteBuf body) {
    if (orders == null) {
      orders = new byte[body.readableBytes()];
      body.readBytes(orders).release();
      callSellers(orders);
      return;
    }
    found[part] = body;
    ended();
  }

  private void callSellers(byte[] document) {
    try (var in = JSON.createParser(document)) {
      int seller = -1;
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals("sellerId")) {
          in.nextToken();
          seller = sellers.computeIfAbsent(in.getText(), id -> sellers.size());
        } else if (in.currentToken() == JsonToken.END_OBJECT && seller >= 0) {
          ends.add(new int[] {(int) in.currentLocation().getByteOffset() - 1, seller});
          seller = -1;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    outstanding = sellers.size();
    found = new ByteBuf[outstanding];
    sellers.forEach((id, index) -> upstreams.call("/sellers/sellers/" + id, this, index));
  }

  @Override
  public void failed() {
    failed = true;
    ended();
  }

  private void ended() {
    if (--outstanding > 0 || orders == null) {
      return;
    }
    var whole = client.alloc().ioBuffer(2 * orders.length);
    int from = 0;
    for (var end : ends) {
      var seller = found[end[1]];
      whole.writeBytes(orders, from, end[0] - from);
      if (seller != null) {
        whole.writeBytes(SELLER).writeBytes(seller, seller.readerIndex(), seller.readableBytes());
      }
      from = end[0];
    }
    whole.writeBytes(orders, from, orders.length - from);
    for (var seller : found) {
      if (seller != null) {
        seller.release();
      }
    }
    RawServer.answer(
        client, failed ? HttpResponseStatus.BAD_GATEWAY : HttpResponseStatus.OK, whole);
  }
}
