package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may take an answer slowly, and how slowly. */
class PaceTest {
  private static final int SIZE = 1 << 20;

  private final Pace pace = new Pace(seconds(30));

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void whoTakesNothingIsGivenUpWhenThePatienceIsOver() {
    pace.begin(SIZE, 0);
    assertThat(pace.isKept(SIZE, seconds(29))).isTrue();
    assertThat(pace.due()).isEqualTo(seconds(30));
    assertThat(pace.isKept(SIZE, seconds(30))).isFalse();
  }

  @Test
  void whoTakesAByteNowAndThenIsGivenUpAsSoon() {
    pace.begin(SIZE, 0);
    for (int i = 1; i < 30; i++) {
      assertThat(pace.isKept(SIZE - i, seconds(i))).isTrue();
    }
    assertThat(pace.isKept(SIZE - 30, seconds(30))).isFalse();
  }

  @Test
  void whoTakesAKibibyteASecondGetsAllOfIt() {
    pace.begin(SIZE, 0);
    int left = SIZE;
    for (int i = 1; left > 0; i++) {
      left -= 30 << 10;
      assertThat(pace.isKept(left, seconds(30L * i))).isTrue();
    }
  }

  @Test
  void whoTakesMuchAndThenNothingIsGivenUpOnePatienceAfterTheLastLook() {
    pace.begin(SIZE, 0);
    assertThat(pace.isKept(SIZE / 2, seconds(30))).isTrue();
    assertThat(pace.isKept(SIZE / 2, seconds(59))).isTrue();
    assertThat(pace.isKept(SIZE / 2, seconds(60))).isFalse();
  }

  @Test
  void aPauseIsMadeUpForByWhatIsTakenAfterIt() {
    pace.begin(SIZE, 0);
    assertThat(pace.isKept(SIZE - 1, seconds(20))).isTrue();
    assertThat(pace.isKept(SIZE - (30 << 10), seconds(30))).isTrue();
  }
}
