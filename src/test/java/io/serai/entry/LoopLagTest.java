package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a loop is too late, in milliseconds of a clock of the test's own. */
class LoopLagTest {
  private static final long MAX_LAG = 100;

  // The first tick is due at 50.
  private final LoopLag lag = new LoopLag(TimeUnit.MILLISECONDS.toNanos(MAX_LAG));

  @BeforeEach
  void begin() {
    lag.begin(0);
  }

  private LoopLag.State tick(long millis) {
    return lag.tick(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private boolean isTooLate(long millis) {
    return lag.isTooLate(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void oneLongPauseTurnsNobodyAway() {
    assertThat(isTooLate(3000)).isFalse();
    assertThat(tick(3000)).isEqualTo(LoopLag.State.LATE);
    assertThat(isTooLate(3149)).isFalse();
    assertThat(tick(3060)).isEqualTo(LoopLag.State.ON_TIME);
  }

  @Test
  void aLoopThatIsLateTickAfterTickIsTooLateAfterHalfASecond() {
    assertThat(tick(250)).isEqualTo(LoopLag.State.LATE);
    assertThat(tick(450)).isEqualTo(LoopLag.State.LATE);
    assertThat(isTooLate(500)).isFalse();
    assertThat(tick(650)).isEqualTo(LoopLag.State.TOO_LATE);
    // The next tick was due at 700, the first late one at 50.
    assertThat(isTooLate(801)).isTrue();
  }

  @Test
  void evenThenItTakesWhatComesInTheFirstPartOfATurn() {
    tick(250);
    tick(650);
    assertThat(isTooLate(780)).isFalse();
    assertThat(isTooLate(801)).isTrue();
  }

  @Test
  void oneTickOnTimeEndsIt() {
    tick(250);
    tick(650);
    tick(790);
    assertThat(isTooLate(950)).isFalse();
  }

  @Test
  void tellsTheWorstOfTheLastSecondAndForgetsIt() {
    tick(550);
    assertThat(lag.seen()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    for (int i = 1; i <= 40; i++) {
      tick(550 + 50 * i);
    }
    assertThat(lag.seen()).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
  }
}
