package io.serai.entry;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.serai.formats.Packed;
import io.serai.request.BodyFlow;
import io.serai.request.Outcome;
import io.serai.request.Parts;
import io.serai.request.ProblemDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client gets. Head lines that every answer has, the id among them, are the writer's. */
final class Answer {
  private static final byte[] NO_BODY = {};

  private final int status;
  private final String contentType;
  private byte[] body;
  private List<String> headers = List.of();
  private boolean closes;
  private @Nullable BodyFlow flow;
  private Predicate<String> trailers = name -> true;
  private Reporting reporting = Reporting.NONE;

  /**
   * An answer without further headers.
   *
   * @param status 200 to 599
   * @param contentType empty for none
   */
  Answer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** One whose body goes out as it comes. */
  static Answer streamed(int status, String contentType, BodyFlow flow) {
    var answer = new Answer(status, contentType, NO_BODY);
    answer.flow = flow;
    return answer;
  }

  static Answer bare(int status) {
    return new Answer(status, "", NO_BODY);
  }

  static Answer problem(int status, String detail, String id) {
    var title = HttpResponseStatus.valueOf(status).reasonPhrase();
    return new Answer(
        status,
        ProblemDocument.CONTENT_TYPE,
        new ProblemDocument(status, title, detail, id).json());
  }

  /** Adds a header that may go out; its value holds no control characters. */
  Answer with(String name, String value) {
    if (headers.isEmpty()) {
      headers = new ArrayList<>(4);
    }
    headers.add(name);
    headers.add(value);
    return this;
  }

  /** The same in another format. */
  Answer as(String type, byte[] made) {
    var other = new Answer(status, type, made);
    other.headers = headers;
    other.closes = closes;
    other.reporting = reporting;
    return other;
  }

  /** After it the connection is of no more use. */
  Answer closing() {
    closes = true;
    return this;
  }

  /** The outcomes of the parts go out with it, there. */
  Answer reported(Reporting where) {
    reporting = where;
    return this;
  }

  /** Takes the outcomes into its body, if they belong there. */
  void report(List<Outcome> parts, List<Parts.Sum> sums) {
    if (flow == null && reporting == Reporting.BODY && contentType.contains("json")) {
      body = PartsMember.into(body, parts, sums);
    }
  }

  /** Its body goes out in gzip if the client wants that; it would be another for another client. */
  void pack(boolean wanted) {
    with("Vary", "Accept-Encoding");
    if (!wanted) {
      return;
    }
    body = Packed.gzip(body);
    with("Content-Encoding", "gzip");
    for (int i = 0; i < headers.size(); i += 2) {
      // RFC 9110 section 8.8.1: a strong one is of these very bytes.
      if (headers.get(i).equalsIgnoreCase("ETag") && headers.get(i + 1).startsWith("\"")) {
        headers.set(i + 1, "W/" + headers.get(i + 1));
      }
    }
  }

  boolean has(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  /** Its body, if that goes out as it comes; else null. */
  @Nullable BodyFlow flow() {
    return flow;
  }

  /** Of its trailers these go out, by name; all if that isn't said. */
  Answer trailers(Predicate<String> passing) {
    trailers = passing;
    return this;
  }

  Predicate<String> trailers() {
    return trailers;
  }

  /** It doesn't go out. */
  void drop() {
    if (flow != null) {
      flow.cancel();
    }
  }

  /** Names and values in turn. */
  List<String> headers() {
    return headers;
  }

  boolean closes() {
    return closes;
  }

  boolean isReported() {
    return reporting != Reporting.NONE;
  }
}
