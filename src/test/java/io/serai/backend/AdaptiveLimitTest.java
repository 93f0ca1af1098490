package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In virtual time: the limit against a backend of which it is known how much it can take. */
@Timeout(120)
class AdaptiveLimitTest {
  private static final Concurrency ADAPTIVE = new Concurrency(true, true, 10, 1000);

  /** So many workers of so many milliseconds a call, offered so many times what they can do. */
  private static Queueing sim(
      long seed, Concurrency concurrency, int workers, double millis, double times) {
    return new Queueing(seed, concurrency)
        .backend(workers, millis)
        .offered(times * workers * 1000 / millis);
  }

  @ParameterizedTest
  @CsvSource({"1, 20, 20, 3", "2, 20, 20, 3", "3, 20, 20, 10", "4, 100, 50, 3", "5, 20, 300, 3"})
  void offeredTooMuchKeepsAboutAsManyUnderWayAsTheBackendHasWorkers(
      long seed, int workers, double millis, double times) {
    var sim = sim(seed, ADAPTIVE, workers, millis, times);
    sim.pass(millis < 100 ? 10 : 40);
    var seen = sim.pass(20);
    assertThat(seen.inFlight()).as("%s", seen).isBetween(0.9 * workers, 2.0 * workers);
    assertThat(seen.millis()).as("%s", seen).isBetween(millis, 2.1 * millis);
    assertThat(seen.answered).as("%s", seen).isGreaterThan((int) (0.9 * seen.offered / times));
    assertThat(seen.late).isZero();
  }

  @Test
  void withoutALimitTheSameBackendAnswersNobodyInTime() {
    var sim = sim(1, Concurrency.OFF, 20, 20, 3);
    sim.pass(10);
    var seen = sim.pass(20);
    assertThat(seen.late).as("%s", seen).isGreaterThan(seen.offered * 9 / 10);
    assertThat(seen.most).isGreaterThan(2000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aLittleTooMuchDoesNotBecomeUsual(long seed) {
    var sim = sim(seed, ADAPTIVE, 20, 20, 1.1);
    sim.pass(60);
    var seen = sim.pass(60);
    assertThat(seen.inFlight()).as("%s", seen).isLessThan(60);
    assertThat(seen.millis()).as("%s", seen).isLessThan(60);
  }

  @Test
  void tenMinutesOfOverloadDoNotBecomeUsual() {
    var sim = sim(1, ADAPTIVE, 20, 50, 2);
    sim.pass(590);
    var seen = sim.pass(10);
    assertThat(seen.inFlight()).as("%s", seen).isBetween(18.0, 40.0);
  }

  @Test
  void theLimitGrowsAgainWhenTheBackendCanTakeMore() {
    var sim = sim(1, ADAPTIVE, 20, 20, 9);
    sim.pass(20);
    assertThat(sim.pass(5).inFlight()).isLessThan(40);
    sim.backend(60, 20);
    sim.pass(20);
    var seen = sim.pass(10);
    assertThat(seen.inFlight()).as("%s", seen).isBetween(54.0, 120.0);
    assertThat(seen.answered).as("%s", seen).isGreaterThan((int) (0.9 * seen.offered / 3));
  }

  @Test
  void aBackendThatHasBecomeSlowerStillGetsWhatItCanTake() {
    var sim = sim(1, ADAPTIVE, 40, 20, 3);
    sim.pass(20);
    sim.backend(40, 100);
    sim.pass(40);
    var seen = sim.pass(20);
    assertThat(seen.inFlight()).as("%s", seen).isBetween(36.0, 80.0);
    assertThat(seen.answered).as("%s", seen).isGreaterThan((int) (0.9 * 20 * 400));
  }

  @Test
  void fewCallsUnderWaySayNothingOfHowManyMoreWouldFitIn() {
    var sim = sim(1, ADAPTIVE, 20, 20, 0.05);
    sim.pass(60);
    assertThat(sim.limit()).isEqualTo(GradientLimit.FIRST);
  }

  @Test
  void whatTheBackendHasAlwaysDoneIsSoonLetInAfterAStart() {
    var sim = sim(1, ADAPTIVE, 400, 20, 0.5);
    sim.pass(2);
    var seen = sim.pass(10);
    assertThat(seen.turnedAway).as("%s", seen).isZero();
    assertThat(seen.inFlight()).isGreaterThan(180);
  }

  @Test
  void theLimitFallsWithTheShareOfCallsThatAreRefusedAndNotForAFew() {
    var few = sim(1, ADAPTIVE, 100, 20, 0.5).refusing(0.05);
    few.pass(20);
    assertThat(few.pass(10).turnedAway).isZero();
    var many = sim(1, ADAPTIVE, 100, 20, 0.5).refusing(0.6);
    many.pass(20);
    assertThat(many.limit()).isLessThan(20);
    many.refusing(0);
    many.pass(20);
    assertThat(many.pass(10).turnedAway).isZero();
  }

  @Test
  void staysWithinItsBoundsAndKeepsWhatItHasLearned() {
    var sim = sim(1, new Concurrency(true, true, 10, 30), 100, 20, 3);
    sim.pass(10);
    assertThat(sim.pass(5).most).isEqualTo(30);
    sim.limiter().become(ADAPTIVE);
    sim.pass(20);
    int learned = sim.limit();
    assertThat(learned).isGreaterThan(100);
    sim.limiter().become(new Concurrency(true, true, 10, 1000));
    assertThat(sim.limit()).isEqualTo(learned);
    sim.limiter().become(new Concurrency(true, true, 20, 900));
    assertThat(sim.limit()).isEqualTo(learned);
    sim.limiter().become(new Concurrency(true, true, 20, 40));
    assertThat(sim.limit()).isEqualTo(40);
    assertThat(sim.pass(5).inFlight()).isLessThan(41);
  }
}
