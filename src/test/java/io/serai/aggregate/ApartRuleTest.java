package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.aggregate.ApartAnswer.Kind;
import io.serai.aggregate.ApartState.Stage;
import io.serai.aggregate.ApartWish.Failed.Next;
import io.serai.json.JsonMerge.Collision;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stages of one aggregation on the shelf, with a clock that tests set. */
class ApartRuleTest {
  private static final ApartWish.Terms TWO =
      new ApartWish.Terms(2, 1_000, 0, 60_000, 10_000, false);
  private static final long LEASE = 500;

  private byte @Nullable [] held;
  private long now = 100_000;
  private double full;

  private ApartAnswer wish(ApartWish wish) {
    var change = ApartRule.change(held, wish.bytes(), now, full);
    held = change.held();
    return ApartAnswer.read(change.answer());
  }

  private static ApartWish.Add part(String name, ApartWish.Terms terms) {
    return part(UUID.randomUUID(), name, terms, Map.of("shipment", "7", "kind", name));
  }

  private static ApartWish.Add part(
      UUID token, String name, ApartWish.Terms terms, Map<String, String> path) {
    return new ApartWish.Add(
        token, name, name.getBytes(UTF_8), path, Collision.LAST, null, false, terms, LEASE);
  }

  private static ApartWish.TakeDue due() {
    return new ApartWish.TakeDue(UUID.randomUUID(), LEASE);
  }

  private static ApartState state(ApartAnswer answer) {
    return Objects.requireNonNull(answer.state());
  }

  private boolean isDue() {
    return held != null && ApartRule.isDue(held, now, full);
  }

  private ApartState take() {
    wish(part("a", TWO));
    var taken = wish(part("b", TWO));
    assertThat(taken.kind()).isEqualTo(Kind.TAKEN);
    return state(taken);
  }

  @Test
  void oneOfTheCallersIsTheLast() {
    var first = part("b", TWO);
    assertThat(wish(first).kind()).isEqualTo(Kind.KEPT);
    var taken = wish(part("a", TWO));
    assertThat(taken.kind()).isEqualTo(Kind.TAKEN);
    assertThat(state(taken).id()).isEqualTo(first.token());
    assertThat(state(taken).document()).asString(UTF_8).isEqualTo("{\"a\":a,\"b\":b}");
    assertThat(state(taken).path())
        .as("what all have in common")
        .isEqualTo(Map.of("shipment", "7"));
    assertThat(wish(part("c", TWO)).kind()).isEqualTo(Kind.BUSY);
    assertThat(wish(new ApartWish.Done(first.token(), 0)).kind()).isEqualTo(Kind.NOTHING);
    assertThat(held).isNull();
  }

  @Test
  void aWishThatTheNetworkRepeatsGetsTheSameAnswer() {
    wish(part("a", TWO));
    var last = part("b", TWO);
    var once = wish(last);
    var twice = wish(last);
    assertThat(twice.kind()).isEqualTo(Kind.TAKEN);
    assertThat(state(twice).bytes()).isEqualTo(state(once).bytes());
  }

  @Test
  void whoeverTookItAndDiedIsFollowedByAnotherWithTheSameKey() {
    var taken = take();
    now += LEASE - 1;
    assertThat(isDue()).isFalse();
    now++;
    assertThat(isDue()).isTrue();
    var again = wish(due());
    assertThat(again.kind()).isEqualTo(Kind.TAKEN);
    assertThat(state(again).id()).isEqualTo(taken.id());
    assertThat(state(again).by()).isEqualTo(CompletedBy.SIZE);
    assertThat(state(again).takes()).isEqualTo(2);
    // The first isn't dead but late: what it says of its failure is no longer asked for.
    wish(new ApartWish.Failed(taken.id(), taken.taker(), Next.DROP));
    assertThat(held).isNotNull();
  }

  @Test
  void timeCountsFromTheLastPartAndOneAskerGetsIt() {
    wish(part("a", TWO));
    now += 999;
    assertThat(wish(due()).kind()).isEqualTo(Kind.NOTHING);
    wish(part("a", TWO));
    now += 999;
    assertThat(isDue()).isFalse();
    now++;
    assertThat(isDue()).isTrue();
    assertThat(wish(due()).kind()).isEqualTo(Kind.TAKEN);
    assertThat(wish(due()).kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void aFailureThatIsTriedAgainHasGrowingPausesAndAnEnd() {
    var taken = take();
    long pause = 1_000;
    for (int i = 0; i < 5; i++) {
      wish(new ApartWish.Failed(taken.id(), taken.taker(), Next.AGAIN));
      now += pause - 1;
      assertThat(isDue()).isFalse();
      now++;
      taken = state(wish(due()));
      assertThat(taken.by()).isEqualTo(CompletedBy.SIZE);
      pause *= 2;
    }
    wish(new ApartWish.Failed(taken.id(), taken.taker(), Next.AGAIN));
    now += 60_000;
    assertThat(wish(due()).kind()).isEqualTo(Kind.DROPPED);
    assertThat(held).isNull();
  }

  @Test
  void aClosedKeyIsForgottenAfterAWhileAndSoonerWhenRoomIsShort() {
    var closing = new ApartWish.Terms(2, 1_000, 0, 60_000, 10_000, true);
    var taken = take();
    wish(new ApartWish.Done(taken.id(), 5_000));
    assertThat(wish(part("a", closing)).kind()).isEqualTo(Kind.CLOSED);
    full = 0.6;
    assertThat(isDue()).isTrue();
    wish(due());
    assertThat(held).isNull();
    full = 0;
    taken = take();
    wish(new ApartWish.Done(taken.id(), 5_000));
    now += 5_000;
    assertThat(wish(part("a", closing)).kind()).isEqualTo(Kind.KEPT);
  }

  @Test
  void whatNoRouteIsThereForIsDroppedAtTheEndOfItsLifeOnly() {
    wish(part("a", TWO));
    now += 59_999;
    assertThat(wish(new ApartWish.Drop()).kind()).isEqualTo(Kind.NOTHING);
    now++;
    assertThat(wish(new ApartWish.Drop()).kind()).isEqualTo(Kind.DROPPED);
  }

  @Test
  void whatAnotherReleaseWroteIsRefusedAndLeftAsItIs() {
    wish(part("a", TWO));
    var known = Objects.requireNonNull(held).clone();
    held = known.clone();
    held[0] = 2;
    var later = held.clone();
    assertThat(wish(part("b", TWO)).kind()).isEqualTo(Kind.NOT_UNDERSTOOD);
    assertThat(held).isEqualTo(later);
    now += 1_000_000;
    assertThat(isDue()).isFalse();
    held = known;
    var wish = part("b", TWO).bytes();
    wish[0] = 2;
    assertThat(ApartAnswer.read(ApartRule.change(held, wish, now, 0).answer()).kind())
        .isEqualTo(Kind.NOT_UNDERSTOOD);
    assertThat(ApartAnswer.read(new byte[] {9, 1}).kind()).isEqualTo(Kind.NOT_UNDERSTOOD);
    for (int length = 0; length < known.length; length++) {
      assertThat(ApartBytes.read(Arrays.copyOf(known, length))).isNull();
    }
  }

  @Test
  void twoSidesOfAPartitionBecomeOneWithThePartsOfBoth() {
    wish(part("a", TWO));
    var one = Objects.requireNonNull(held);
    held = null;
    now += 10;
    wish(part("b", TWO));
    var other = Objects.requireNonNull(held);
    held = ApartRule.merge(one, other, now);
    assertThat(held).isEqualTo(ApartRule.merge(other, one, now));
    assertThat(isDue()).as("it is complete, and nobody adds to it any more").isTrue();
    var taken = state(wish(due()));
    assertThat(taken.names()).containsExactly("a", "b");
    assertThat(taken.by()).isEqualTo(CompletedBy.SIZE);
    assertThat(taken.id()).isEqualTo(Objects.requireNonNull(ApartBytes.read(one)).id());
  }

  @Test
  void whatOneSideCompletedAndTheOtherAddedToIsCompletedAgainWithTheSameKey() {
    var three = new ApartWish.Terms(3, 1_000, 0, 60_000, 10_000, false);
    var first = part("a", three);
    wish(first);
    var both = held;
    now += 1_000;
    var taken = state(wish(due()));
    var one = Objects.requireNonNull(held);
    held = both;
    wish(part("b", three));
    held = ApartRule.merge(one, Objects.requireNonNull(held), now);
    wish(new ApartWish.Done(taken.id(), 0));
    assertThat(held).as("the other side's part isn't lost").isNotNull();
    now += 1_000;
    var again = state(wish(due()));
    assertThat(again.names()).containsExactly("a", "b");
    assertThat(again.id()).isEqualTo(first.token());
  }

  @Test
  void aClosedKeyGivesWayToPartsOfTheOtherSide() {
    wish(part("a", TWO));
    var open = Objects.requireNonNull(held);
    var taken = state(wish(part("b", TWO)));
    wish(new ApartWish.Done(taken.id(), 5_000));
    var closed = Objects.requireNonNull(held);
    assertThat(ApartRule.merge(open, closed, now)).isEqualTo(open);
    assertThat(ApartRule.merge(closed, open, now)).isEqualTo(open);
    assertThat(Objects.requireNonNull(ApartBytes.read(closed)).stage()).isEqualTo(Stage.CLOSED);
  }
}
