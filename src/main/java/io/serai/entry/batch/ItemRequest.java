package io.serai.entry.batch;

import io.serai.json.JsonText;
import io.serai.json.JsonValue;
import io.serai.request.Deadline;
import io.serai.request.Dispatch.Inner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an item asks for, read out of its members. */
final class ItemRequest {
  private static final Set<String> MEMBERS = Set.of("id", "method", "path", "headers", "body");
  private static final byte[] NO_BODY = {};

  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final List<String> headers = new ArrayList<>();
  private @Nullable String contentType;

  private ItemRequest() {}

  /**
   * Reads one.
   *
   * @param ownHeaders what items may have beside what all may
   * @param latest by when it is answered
   * @throws Unfit if it is no request
   */
  static Inner of(Item item, Set<String> ownHeaders, Deadline latest) throws Unfit {
    var read = new ItemRequest();
    read.members(item.value());
    var method = read.text("method", "GET");
    var path = read.text("path", "");
    if (path.isEmpty()) {
      throw new Unfit("the path is missing");
    }
    read.headers(ownHeaders);
    var body = read.body();
    return new Inner(item.number(), method, path, read.headers, body, latest);
  }

  private void members(JsonValue item) throws Unfit {
    var twice = new ArrayList<String>(0);
    item.members(
        (name, value) -> {
          if (members.put(name, value) != null) {
            twice.add(name);
          }
        });
    if (!MEMBERS.containsAll(members.keySet())) {
      throw new Unfit("a member that is none of id, method, path, headers and body");
    }
    // Two readers of it might each take another one.
    if (!twice.isEmpty()) {
      throw new Unfit("the member " + twice.get(0) + " twice");
    }
  }

  private @Nullable JsonValue member(String name) {
    var value = members.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private String text(String name, String otherwise) throws Unfit {
    var value = member(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isString()) {
      throw new Unfit("the " + name + " is no string");
    }
    return JsonText.decode(value.raw());
  }

  private void headers(Set<String> own) throws Unfit {
    var written = member("headers");
    if (written == null) {
      return;
    }
    if (!written.isObject()) {
      throw new Unfit("the headers are no object");
    }
    var values = new ArrayList<Map.Entry<String, JsonValue>>();
    written.members((name, value) -> values.add(Map.entry(name, value)));
    var seen = new HashSet<String>();
    for (var header : values) {
      var name = header.getKey();
      if (!ItemHeaders.isToken(name)) {
        throw new Unfit("a header's name isn't a token");
      }
      var lower = ItemHeaders.lower(name);
      if (!ItemHeaders.isOwn(lower, own)) {
        throw new Unfit(
            "the header " + name + " counts from the batch's own request, an item has none");
      }
      if (!seen.add(lower)) {
        throw new Unfit("the header " + name + " twice");
      }
      var value = header.getValue().isNull() ? null : header.getValue().scalar();
      if (value == null) {
        throw new Unfit("the header " + name + " is neither a string nor a number");
      }
      headers.add(name);
      headers.add(value);
      contentType = lower.equals("content-type") ? value : contentType;
    }
  }

  private byte[] body() throws Unfit {
    var value = member("body");
    if (value == null) {
      return NO_BODY;
    }
    if (contentType == null) {
      headers.add("Content-Type");
      headers.add(Media.JSON);
      return value.raw();
    }
    if (Media.isJson(contentType)) {
      return value.raw();
    }
    if (!value.isString()) {
      throw new Unfit("the body is no string, as its Content-Type isn't JSON");
    }
    var charset = Media.charset(contentType);
    if (!StandardCharsets.UTF_8.equals(charset)) {
      throw new Unfit("a charset other than UTF-8 for a body");
    }
    return JsonText.decode(value.raw()).getBytes(StandardCharsets.UTF_8);
  }
}
