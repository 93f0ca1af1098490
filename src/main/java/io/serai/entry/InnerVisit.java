package io.serai.entry;

import io.netty.channel.EventLoop;
import io.serai.request.Alarms;
import io.serai.request.Dispatch.Inner;
import io.serai.request.Dispatch.Reply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Conversation} is to a request that a client sent by itself, for one that came in
 * the body of another: takes it through the walk, keeps its time, turns its answer into a reply.
 * Confined to the loop of the other one.
 */
final class InnerVisit implements Recipient {
  private final Walk walk;
  private final EventLoop loop;
  private final Consumer<Reply> done;
  private @Nullable Visit visit;
  private Alarms.@Nullable Alarm alarm;

  InnerVisit(Walk walk, EventLoop loop, Consumer<Reply> done) {
    this.walk = walk;
    this.loop = loop;
    this.done = done;
  }

  /** Sends it in; its answer may be there before this returns. */
  void begin(Visit outer, Inner inner, ListenerSettings limits) {
    RequestHead head;
    try {
      head = InnerHead.of(outer, inner, limits);
    } catch (Malformed malformed) {
      done.accept(refused(walk, InnerHead.id(outer.id(), inner.number()), malformed));
      return;
    }
    var whole = new Visit.Whole(outer.id(), inner.latest());
    var arrived = new Visit(walk, this, head, System.nanoTime(), whole);
    visit = arrived;
    var refusal = refusal(arrived, inner.body());
    if (refusal != null) {
      walk.giveBack(arrived);
      answered(arrived, refusal);
      return;
    }
    alarm = Alarms.of(loop).at(arrived.due(), () -> answered(arrived, walk.late(arrived)));
    walk.enter(arrived, loop);
  }

  private @Nullable Answer refusal(Visit arrived, byte[] body) {
    try {
      var refusal = walk.atHead(arrived);
      if (refusal == null && arrived.served().way().terms().stream()) {
        return streamed(arrived);
      }
      if (refusal == null && !arrived.holding().take(body.length)) {
        return walk.noMemory(arrived);
      }
      arrived.body(body);
      return refusal;
    } catch (Malformed malformed) {
      return Answer.problem(malformed.status(), malformed.detail(), arrived.id());
    } catch (Throwable e) {
      walk.broke(arrived, e);
      return Answer.problem(500, "the log knows more by this id", arrived.id());
    }
  }

  /** What has no bound isn't put into an answer that is whole before it goes out. */
  private static Answer streamed(Visit arrived) {
    return Answer.problem(400, "what goes on as it comes can't be asked for here", arrived.id());
  }

  @Override
  public void answer(Visit answered, Answer answer) {
    if (loop.inEventLoop()) {
      answered(answered, answer);
    } else {
      loop.execute(() -> answered(answered, answer));
    }
  }

  private void answered(Visit answered, Answer answer) {
    var flow = answer.flow();
    if (flow != null) {
      flow.cancel();
      walk.giveBack(answered);
    }
    if (answered.isOver()) {
      return;
    }
    over(answered);
    var reply = reply(answered, flow == null ? answer : streamed(answered));
    walk.leave(answered, reply.status(), reply.body().length);
    done.accept(reply);
  }

  private Reply reply(Visit answered, Answer answer) {
    try {
      return InnerReply.of(answered, answer);
    } catch (Throwable unwritable) {
      // No memory for it, say.
      walk.broke(answered, unwritable);
      var id = answered.id();
      return InnerReply.of(Answer.problem(500, "the log knows more by this id", id), id);
    }
  }

  /** Nobody waits for it any more. */
  void gone() {
    if (visit != null && !visit.isOver()) {
      var gone = visit;
      over(gone);
      walk.leave(gone, 499, 0);
    }
  }

  private void over(Visit ended) {
    ended.over();
    visit = null;
    if (alarm != null) {
      alarm.cancel();
    }
  }

  /** What came is no request: as on a connection, it is counted and logged all the same. */
  static Reply refused(Walk walk, String id, Malformed malformed) {
    var reply = InnerReply.of(Answer.problem(malformed.status(), malformed.detail(), id), id);
    walk.unread(malformed, id, reply.body().length);
    return reply;
  }
}
