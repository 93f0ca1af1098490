package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much a member that hangs can make this one keep for it. */
class AllowanceTest {
  private static final int MESSAGE = 1000;
  private static final long MILLIS = 1_000_000;

  private final Allowance allowance = new Allowance(Duration.ofSeconds(5), 0);

  /** So many messages each millisecond; the bytes that went out. */
  private long send(int perMillisecond, int fromMillis, int toMillis) {
    long out = 0;
    for (long now = fromMillis; now < toMillis; now++) {
      for (int i = 0; i < perMillisecond; i++) {
        out += allowance.take(MESSAGE, now * MILLIS) ? MESSAGE : 0;
      }
    }
    return out;
  }

  @Test
  void isTwiceTheMostUntilTheMemberIsOutHoweverMuchIsSaid() {
    assertThat(send(100, 0, 5000))
        .isBetween(2 * Allowance.MOST - 100 * MESSAGE, 2 * Allowance.MOST);
  }

  @Test
  void letsEverythingOutThatAThousandCircuitsInTroubleTell() {
    assertThat(send(1, 0, 60_000)).isEqualTo(60_000L * MESSAGE);
  }

  @Test
  void isWholeAgainAfterARest() {
    send(100, 0, 1000);
    assertThat(send(100_000, 60_000, 60_001)).isBetween(Allowance.MOST - MESSAGE, Allowance.MOST);
  }
}
