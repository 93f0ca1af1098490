package io.serai.request;

import java.nio.charset.StandardCharsets;

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
    return json("");
  }

  /**
   * The document with members of its own, RFC 9457 section 3.2.
   *
   * @param members valid JSON members, a comma before each; may be empty
   */
  public byte[] json(String members) {
    var json = new StringBuilder(160);
    json.append("{\"type\":\"about:blank\",\"title\":");
    quote(json, title);
    json.append(",\"status\":").append(status);
    if (!detail.isEmpty()) {
      json.append(",\"detail\":");
      quote(json, detail);
    }
    json.append(",\"id\":");
    quote(json, id);
    return json.append(members).append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
