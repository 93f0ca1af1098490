package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;

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
