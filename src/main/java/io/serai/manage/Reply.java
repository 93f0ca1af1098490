package io.serai.manage;

import io.serai.json.JsonWriter;
import io.serai.request.ProblemDocument;
import java.util.Map;
import java.util.UUID;

/**
 * One answer of the management listener.
 *
 * @param headers beside Content-Type and what every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // made, written out once, never compared
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

  public Reply(int status, String contentType, byte[] body) {
    this(status, contentType, body, Map.of());
  }

  /** Maps, collections, texts, numbers and flags as JSON. */
  public static Reply json(int status, Object value) {
    return new Reply(status, "application/json", JsonWriter.compact(value));
  }

  static Reply problem(int status, String title, String detail) {
    return problem(status, title, detail, Map.of());
  }

  static Reply problem(int status, String title, String detail, Map<String, String> headers) {
    var id = UUID.randomUUID().toString();
    return new Reply(
        status,
        ProblemDocument.CONTENT_TYPE,
        new ProblemDocument(status, title, detail, id).json(),
        headers);
  }
}
