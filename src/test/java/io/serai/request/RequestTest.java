package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final Loops LOOPS = Loops.start(1);
  private final AtomicLong clock = new AtomicLong();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(1), clock::get);
  private final Request request =
      new Request(
          new Request.Identity("id", ""), Inputs.NONE, deadline, LOOPS.next(), Runnable::run, 2);

  @AfterAll
  static void close() {
    LOOPS.close();
  }

  @Test
  void endsItsBranchesWithItself() {
    List<String> ended = new ArrayList<>();
    var branch = request.branch(deadline);
    branch.onEnd(() -> ended.add("branch"));
    request.onEnd(() -> ended.add("request"));
    request.end();
    request.end();
    assertThat(ended).containsExactly("branch", "request");
  }

  @Test
  void aBranchEndsAlone() {
    var branch = request.branch(deadline);
    branch.end();
    assertThat(branch.isEnded()).isTrue();
    assertThat(request.isEnded()).isFalse();
  }

  @Test
  void anEndThatHasComeRunsActionsAtOnce() {
    List<String> ended = new ArrayList<>();
    request.end();
    request.onEnd(() -> ended.add("late"));
    assertThat(ended).containsExactly("late");
  }

  @Test
  void whatIsDoneBeforeTheEndIsForgotten() {
    List<String> ended = new ArrayList<>();
    var one = request.onEnd(() -> ended.add("one"));
    var two = request.onEnd(() -> ended.add("two"));
    var three = request.onEnd(() -> ended.add("three"));
    request.onEnd(() -> ended.add("four"));
    two.forget();
    two.forget();
    one.forget();
    three.forget();
    request.onEnd(() -> ended.add("five"));
    request.end();
    assertThat(ended).containsExactly("four", "five");
    one.forget();
  }

  @Test
  void aBranchHangsOnTheWholeForAsLongAsSomethingHangsOnIt() {
    List<String> ended = new ArrayList<>();
    var branch = request.branch(deadline);
    branch.onEnd(() -> ended.add("before")).forget();
    branch.onEnd(() -> ended.add("again"));
    request.branch(deadline).onEnd(() -> ended.add("other"));
    request.end();
    assertThat(ended).containsExactly("again", "other");
    assertThat(branch.isEnded()).isTrue();
    branch.onEnd(() -> ended.add("late"));
    assertThat(ended).endsWith("late");
    assertThat(request.branch(deadline).isEnded()).isTrue();
  }

  @Test
  void holdsNoBranchThatHasNothingLeftToEnd() {
    var branch = request.branch(deadline);
    branch.onEnd(() -> {}).forget();
    var gone = new WeakReference<>(branch);
    branch = null;
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(gone.get()).isNull();
            });
    assertThat(request.isEnded()).isFalse();
  }

  @Test
  void branchesShareTheBudgetOfCalls() {
    var branch = request.branch(deadline);
    assertThat(branch.mayCall()).isTrue();
    assertThat(request.mayCall()).isTrue();
    assertThat(branch.mayCall()).isFalse();
  }

  @Test
  void aDeadlineCountsDownToZeroAndNoFurther() {
    assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(deadline.within(Duration.ofMillis(10)).left())
        .isEqualTo(Duration.ofMillis(10).toNanos());
    assertThat(deadline.within(Duration.ofSeconds(10))).isSameAs(deadline);
    clock.set(Duration.ofSeconds(2).toNanos());
    assertThat(deadline.left()).isZero();
    assertThat(deadline.isOver()).isTrue();
  }
}
