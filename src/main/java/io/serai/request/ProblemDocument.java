package io.serai.request;

import io.serai.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error answer as RFC 9457 {@code application/problem+json}: never a stack trace, a host name or
 * a Camel header.
 *
 * @param status the HTTP status, 400 to 599
 * @param title the status in words
 * @param detail what the client can do about it, or which part failed; may be empty
 * @param id the correlation id
 */
public record ProblemDocument(int status, String title, String detail, String id) {
  public static final String CONTENT_TYPE = "application/problem+json";

  /** The document as UTF-8 JSON. */
  public byte[] json() {
    return json(Map.of());
  }

  /** The document with members of its own after the usual ones, RFC 9457 section 3.2. */
  public byte[] json(Map<String, ?> extensions) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", "about:blank");
    members.put("title", title);
    members.put("status", status);
    if (!detail.isEmpty()) {
      members.put("detail", detail);
    }
    members.put("id", id);
    members.putAll(extensions);
    return JsonWriter.compact(members);
  }
}
