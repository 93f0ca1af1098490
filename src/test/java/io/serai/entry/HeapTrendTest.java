package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a collection left, of 1000 bytes. */
class HeapTrendTest {
  private final HeapTrend trend = new HeapTrend();

  private int look(long left, long millis) {
    return trend.look(left, 1000, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void saysNothingBeforeTheFirstCollection() {
    assertThat(look(0, 0)).isZero();
    assertThat(look(-1, 0)).isZero();
  }

  @Test
  void theFirstCollectionIsTakenAsItIs() {
    assertThat(look(900, 10)).isEqualTo(90);
  }

  @Test
  void aReadingHoldsForTwoSecondsSoThatNobodyIsTurnedAwayForEver() {
    look(900, 0);
    assertThat(look(900, 1900)).isEqualTo(90);
    assertThat(look(900, 2000)).isZero();
    assertThat(look(901, 2100)).isEqualTo(90);
  }

  @Test
  void whatRisesFastIsSeenASecondAhead() {
    look(500, 0);
    assertThat(look(700, 1000)).isEqualTo(90);
    look(500, 2000);
    assertThat(look(700, 2500)).isEqualTo(100);
  }

  @Test
  void whatRisesSlowlyOrFallsIsTakenAsItIs() {
    look(300, 0);
    assertThat(look(600, 60_000)).isEqualTo(60);
    assertThat(look(200, 60_100)).isEqualTo(20);
  }
}
