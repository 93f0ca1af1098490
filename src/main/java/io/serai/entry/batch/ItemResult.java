package io.serai.entry.batch;

import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import io.serai.json.JsonValue;
import io.serai.json.Splice;
import io.serai.request.Dispatch.Reply;
import io.serai.request.ProblemDocument;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an item, as the object that the client gets. */
final class ItemResult {
  private static final byte[] ID = Splice.name("id");
  private static final byte[] STATUS = Splice.name("status");
  private static final byte[] HEADERS = Splice.name("headers");
  private static final byte[] BODY = Splice.name("body");
  private static final byte[] ENCODING = Splice.name("bodyEncoding");
  private static final byte[] BASE64 = JsonText.quote("base64");
  // In a result, in a list, in a part of something larger.
  private static final int LEVELS = JsonScan.PART_DEPTH - 2;

  private ItemResult() {}

  static byte[] json(Item item, Reply reply) {
    var body = reply.body();
    var result = new Splice(body.length + 256).add('{');
    result.member(ID, item.id());
    result.member(STATUS, ascii(reply.status()));
    headers(result, reply.headers());
    if (body.length > 0) {
      body(result, reply);
    }
    return result.add('}').bytes();
  }

  /** What a reply becomes that can't go out, or one that there never was. */
  static Reply problem(int status, String title, String detail, String id) {
    return new Reply(
        status,
        List.of("Content-Type", ProblemDocument.CONTENT_TYPE, "X-Request-Id", id),
        new ProblemDocument(status, title, detail, id).json());
  }

  private static void headers(Splice result, List<String> headers) {
    var byName = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < headers.size(); i += 2) {
      byName.computeIfAbsent(headers.get(i), name -> new ArrayList<>(1)).add(headers.get(i + 1));
    }
    var object = new Splice(256).add('{');
    for (var header : byName.entrySet()) {
      object.member(Splice.name(header.getKey()), value(header.getValue()));
    }
    result.member(HEADERS, object.add('}').bytes());
  }

  /** Several lines of one name are a list: not every header's values can be joined. */
  private static byte[] value(List<String> lines) {
    if (lines.size() == 1) {
      return JsonText.quote(lines.get(0));
    }
    var list = new Splice(128).add('[');
    for (var line : lines) {
      if (list.size() > 1) {
        list.add(',');
      }
      list.add(JsonText.quote(line));
    }
    return list.add(']').bytes();
  }

  private static void body(Splice result, Reply reply) {
    var body = reply.body();
    var said = reply.header("content-type");
    var type = said == null ? "" : said;
    if (Media.isJson(type) && fits(body)) {
      result.member(BODY, body);
      return;
    }
    var text = text(body, type);
    if (text != null) {
      result.member(BODY, JsonText.quote(text));
    } else {
      result.member(BODY, JsonText.quote(Base64.getEncoder().encodeToString(body)));
      result.member(ENCODING, BASE64);
    }
  }

  /** Valid, and not so deep that the document around it would go too deep. */
  private static boolean fits(byte[] body) {
    return JsonScan.check(body) == JsonScan.VALID && !JsonValue.of(body).isDeeper(LEVELS);
  }

  private static @Nullable String text(byte[] body, String type) {
    var charset = Media.charset(type);
    if (charset == null) {
      return null;
    }
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static byte[] ascii(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
