package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand bytes for two loops. */
class BodyBudgetTest {
  private final Loops loops = Loops.start(2);
  private final List<EventLoop> each = new ArrayList<>();
  private final BodyBudget budget = new BodyBudget(loops, 1000);

  BodyBudgetTest() {
    loops.group().forEach(loop -> each.add((EventLoop) loop));
  }

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void oneLoopMayTakeAllOfItWhileTheOtherHasNone() {
    assertThat(budget.holding(each.get(0)).take(1000)).isTrue();
    assertThat(budget.holding(each.get(0)).take(1)).isFalse();
    assertThat(budget.holding(each.get(1)).hasRoom(501)).isFalse();
    assertThat(budget.held()).isEqualTo(1000);
  }

  @Test
  void aRefusalTakesNothing() {
    var holding = budget.holding(each.get(0));
    assertThat(holding.take(1001)).isFalse();
    assertThat(holding.take(1000)).isTrue();
  }

  @Test
  void aRequestGivesBackAllItsBodiesAtItsEndAndOnce() {
    var ends = budget.holding(each.get(0));
    var stays = budget.holding(each.get(1));
    ends.take(300);
    ends.take(400);
    stays.take(100);
    assertThat(budget.held()).isEqualTo(800);
    ends.end();
    ends.end();
    assertThat(budget.held()).isEqualTo(100);
  }

  @Test
  void whatOutlivesItsRequestIsNotCounted() {
    var ended = budget.holding(each.get(0));
    ended.end();
    assertThat(ended.take(5000)).isTrue();
    assertThat(budget.held()).isZero();
  }

  private final List<String> givenUp = new ArrayList<>();

  private Backlog backlog(int loop, String name) {
    return budget.backlog(each.get(loop), () -> givenUp.add(name));
  }

  @Test
  void backlogsCountAmongTheBodies() {
    var one = backlog(0, "one");
    one.become(300);
    one.become(200);
    assertThat(budget.held()).isEqualTo(200);
    assertThat(budget.owed()).isEqualTo(200);
    assertThat(budget.holding(each.get(0)).take(801)).isFalse();
    one.become(0);
    assertThat(budget.held()).isZero();
    assertThat(budget.owed()).isZero();
  }

  @Test
  void backlogsBeyondHalfAreGivenUpUntilThereIsRoomThoseFirstThatHaveStoodLongest() {
    var one = backlog(0, "one");
    one.become(200);
    backlog(0, "two").become(100);
    backlog(0, "three").become(200);
    assertThat(givenUp).isEmpty();
    one.become(150);
    backlog(0, "four").become(200);
    assertThat(givenUp).containsExactly("two", "three");
    assertThat(budget.owed()).isEqualTo(350);
    assertThat(budget.held()).isEqualTo(350);
  }

  @Test
  void oneBacklogMayBeMoreThanHalfAndIsToldSo() {
    var large = backlog(0, "large");
    large.become(2000);
    assertThat(givenUp).isEmpty();
    assertThat(large.isTooMuch()).isTrue();
    large.become(500);
    assertThat(large.isTooMuch()).isFalse();
  }

  @Test
  void aLoopThatHasNoMoreThanItsShareGivesNothingUpForAnother() {
    backlog(0, "large").become(2000);
    var here = backlog(1, "here");
    here.become(100);
    backlog(1, "and here").become(150);
    assertThat(givenUp).isEmpty();
    assertThat(here.isTooMuch()).isFalse();
    backlog(1, "one more").become(1);
    assertThat(givenUp).containsExactly("here");
  }

  @Test
  void nobodyCountsForATimer() {
    assertThat(Holding.NONE.take(Long.MAX_VALUE)).isTrue();
    Holding.NONE.end();
    assertThat(budget.held()).isZero();
  }
}
