package io.serai.entry;

import io.netty.buffer.Unpooled;
import io.serai.json.JsonText;
import io.serai.request.Alarms;
import io.serai.request.BodyFlow;
import io.serai.request.Outcome;
import io.serai.request.ProblemDocument;
import io.serai.request.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer in JSON Lines: one for each part as it is had, and a last one that says how all of it
 * ended.
 *
 * <pre>
 * {"name":"price","status":200,"ms":3.1,"source":"live","attempts":1,"body":{"amount":12}}
 * {"name":"reviews","ms":250.3,"source":"live","attempts":1,"reason":"timeout after 250ms"}
 * {"status":200,"ms":251.0}
 * </pre>
 *
 * <p>Its head goes out with the first part that was had: until then a failure is an answer like
 * any. After that it is the last line, a problem document. Confined to the request's loop, but for
 * what is told.
 */
final class PartLines implements Progress, BodyFlow.Source {
  private static final byte[] LINE_END = {'\n'};

  private final Visit visit;
  private final String type;
  private final Supplier<Answer> late;
  private final BodyFlow flow = new BodyFlow(BodyFlow.UNKNOWN, this).endsInTime();
  private final List<byte[]> before = new ArrayList<>();
  private Alarms.@Nullable Alarm alarm;
  private volatile boolean begun;
  private volatile boolean otherwise;

  /**
   * One of which nothing has gone out.
   *
   * @param type its media type
   * @param late the answer should the deadline come first
   */
  PartLines(Visit visit, String type, Supplier<Answer> late) {
    this.visit = visit;
    this.type = type;
    this.late = late;
  }

  /** Whether its head is out, or on its way. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public void part(Outcome outcome, byte[] json) {
    boolean how = isTold();
    if (!outcome.part().isEmpty() && (how || outcome.isSuccess())) {
      var line = PartsMember.line(outcome, json, how);
      visit.request().loop().execute(() -> add(line, outcome.isSuccess()));
    }
  }

  private boolean isTold() {
    return visit.served().way().terms().report() != Reporting.NONE;
  }

  /** What the route answers isn't made of its parts: it has handled an error. */
  void madeOtherwise() {
    otherwise = true;
  }

  /** The route is through. Its answer is null if it has no say any more. */
  void end(@Nullable Answer answer) {
    visit.request().loop().execute(() -> ended(answer));
  }

  private void add(byte[] line, boolean success) {
    if (!begun && !success) {
      before.add(line);
      return;
    }
    begin();
    write(line);
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    var loop = visit.request().loop();
    alarm = Alarms.of(loop).at(visit.due(), () -> ended(late.get()));
    visit.recipient().answer(visit, Answer.streamed(200, type, flow).with("Vary", "Accept"));
    before.forEach(this::write);
  }

  private void ended(@Nullable Answer answer) {
    if (answer == null || (begun && flow.isOver())) {
      return;
    }
    if (!begun && (before.isEmpty() || otherwise || answer.status() != 200)) {
      // Nothing was told of what it is made of, and what it says itself is more than a last line.
      visit.recipient().answer(visit, answer);
      return;
    }
    begin();
    visit.endsWith(answer.status());
    write(last(answer));
    flow.end(List.of());
    cancel();
  }

  private byte[] last(Answer answer) {
    return answer.contentType().equals(ProblemDocument.CONTENT_TYPE)
        ? answer.body()
        : PartsMember.last(answer.status(), System.nanoTime() - visit.start(), isTold());
  }

  private void write(byte[] json) {
    flow.add(Unpooled.wrappedBuffer(JsonText.unbroken(json), LINE_END));
  }

  @Override
  public void resume() {
    // Parts come when they come.
  }

  @Override
  public void cancel() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
