package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Stands where it is put. */
  private static final class Standing extends Clock {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Standing clock = new Standing();
  private final Facts facts = new Facts("b", clock);

  @Test
  void theLaterWinsAndTheLargerIdOfTwoAtOnce() {
    assertThat(facts.learn("k", fact(5, "a", 1))).isTrue();
    assertThat(facts.learn("k", fact(4, "z", 2))).as("older").isFalse();
    assertThat(facts.learn("k", fact(5, "a", 1))).as("the same").isFalse();
    assertThat(facts.learn("k", fact(5, "c", 3))).as("larger id").isTrue();
    assertThat(facts.values().get("k")).containsExactly(3);
  }

  @Test
  void aDecisionBeatsWhatAClockThatGoesAheadHasWritten() {
    long ahead = START.plus(Duration.ofHours(1)).toEpochMilli();
    facts.learn("k", fact(ahead, "a", 1));
    assertThat(facts.decide("k", new byte[] {2}).stamp()).isGreaterThan(ahead);
  }

  @Test
  void aRemovalBeatsAnOlderWriteForADayAndIsForgottenThen() {
    var removal = facts.decide("k", null);
    long before = START.minusSeconds(1).toEpochMilli();
    assertThat(facts.learn("k", fact(before, "a", 1))).isFalse();
    assertThat(facts.has("k")).isFalse();
    clock.now = START.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(facts.all()).isEmpty();
    assertThat(facts.learn("k", removal)).as("nor is it taken again").isFalse();
  }

  @Test
  void whoeverHasHeardTheSameKnowsTheSameInWhateverOrder() {
    var random = new Random(1);
    var said = new ArrayList<Map.Entry<String, Fact>>();
    for (int i = 0; i < 200; i++) {
      long stamp = START.toEpochMilli() + random.nextInt(20);
      said.add(Map.entry("k" + random.nextInt(5), fact(stamp, "w" + random.nextInt(3) + i, i)));
    }
    said.forEach(each -> facts.learn(each.getKey(), each.getValue()));
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(said, random);
      var other = new Facts("c", clock);
      said.forEach(each -> other.learn(each.getKey(), each.getValue()));
      assertThat(other.digest()).isEqualTo(facts.digest());
    }
    facts.decide("k1", null);
    assertThat(new Facts("c", clock).digest()).isNotEqualTo(facts.digest());
  }

  @Test
  void travelWithWhatWasRemoved() throws Exception {
    facts.decide("a", new byte[] {1, 2});
    facts.decide("b", new byte[0]);
    facts.decide("c", null);
    var read = BoardMessage.read(BoardMessage.facts(facts.all()));
    var other = new Facts("x", clock);
    read.facts().forEach(other::learn);
    assertThat(other.digest()).isEqualTo(facts.digest());
    assertThat(other.values()).hasSize(2);
    assertThat(other.values().get("a")).containsExactly(1, 2);
    var digest = BoardMessage.read(BoardMessage.digest(77));
    assertThat(digest.isDigest()).isTrue();
    assertThat(digest.digest()).isEqualTo(77);
  }

  @Test
  void damageIsRefusedAndALaterKindPassedOver() throws Exception {
    for (var damaged :
        List.of(new byte[0], new byte[] {2, 0, 0, 0, 1, 127, 0, 0, 0}, new byte[] {1, 0})) {
      assertThatThrownBy(() -> BoardMessage.read(damaged)).isInstanceOf(IOException.class);
    }
    assertThat(BoardMessage.read(new byte[] {9, 9}).facts()).isEmpty();
  }

  private static Fact fact(long stamp, String by, int value) {
    return new Fact(stamp, by, new byte[] {(byte) value});
  }
}
