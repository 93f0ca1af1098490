package io.serai.entry;

import io.serai.request.Dispatch.Reply;
import java.util.ArrayList;
import java.util.List;

/** An answer as whoever sent an inner request gets it: what a client would see of it. */
final class InnerReply {
  private static final byte[] NO_BODY = {};

  private InnerReply() {}

  static Reply of(Visit answered, Answer answer) {
    var request = answered.begun();
    var headers = new ArrayList<String>();
    if (answer.isReported() && request != null) {
      var outcomes = request.parts().all();
      var sums = request.parts().sums();
      answer.report(outcomes, sums);
      long nanos = System.nanoTime() - answered.start();
      headers.addAll(Report.lines(outcomes, sums, nanos));
    }
    return of(answer, answered.id(), headers, answered.head().method().equals("HEAD"));
  }

  static Reply of(Answer answer, String id) {
    return of(answer, id, List.of(), false);
  }

  private static Reply of(Answer answer, String id, List<String> report, boolean withoutBody) {
    int status = answer.status();
    boolean bodiless = withoutBody || status == 204 || status == 205 || status == 304;
    var headers = new ArrayList<String>();
    if (!answer.contentType().isEmpty()) {
      headers.add("Content-Type");
      headers.add(answer.contentType());
    }
    headers.addAll(answer.headers());
    headers.addAll(report);
    headers.add("X-Request-Id");
    headers.add(id);
    return new Reply(status, headers, bodiless ? NO_BODY : answer.body());
  }
}
