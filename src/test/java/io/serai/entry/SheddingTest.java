package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One line when it begins and one when it is over. */
class SheddingTest {
  private final Lines lines = Lines.of(Shedding.class.getName());
  private final Shedding shedding = new Shedding(Shed.IN_FLIGHT, 5);

  @AfterEach
  void close() {
    lines.close();
  }

  private void look(long millis) {
    shedding.look(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void saysNothingWhileNobodyIsTurnedAway() {
    look(0);
    look(5000);
    assertThat(lines.all()).isEmpty();
  }

  @Test
  void tellsReasonValueAndLimitOnceAndInTheEndHowMany() {
    look(0);
    shedding.count(6);
    shedding.count(7);
    look(100);
    shedding.count(8);
    look(200);
    look(900);
    assertThat(lines.all())
        .containsExactly("Turning requests away: 7 requests in flight (admission.maxInFlight=5)");
    look(5100);
    assertThat(lines.all()).hasSize(1);
    look(5200);
    look(9000);
    assertThat(lines.all()).hasSize(2);
    assertThat(lines.all().get(1))
        .isEqualTo(
            "No longer turning requests away for admission.maxInFlight: 3 got a 503 in 100 ms");
  }

  @Test
  void saysOfAnswersCutShortThatConnectionsAreClosed() {
    var unsent = new Shedding(Shed.UNSENT, 10);
    unsent.count(6);
    unsent.look(0);
    unsent.close(0);
    assertThat(lines.all().get(0))
        .startsWith("Closing connections: 6 bytes of answers")
        .endsWith("(admission.maxBuffered=10)");
    assertThat(lines.all().get(1))
        .isEqualTo(
            "No longer closing connections for admission.maxBuffered: 1 were closed in 0 ms");
  }

  @Test
  void aSecondTimeIsToldAgainAndCountedByItself() {
    shedding.count(6);
    look(0);
    look(5000);
    shedding.count(9);
    shedding.count(9);
    look(6000);
    shedding.close(TimeUnit.MILLISECONDS.toNanos(6100));
    assertThat(lines.all()).hasSize(4);
    assertThat(lines.all().get(3)).contains("2 got a 503");
    assertThat(shedding.total()).isEqualTo(3);
  }
}
