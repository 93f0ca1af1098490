package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void findsSwappedMissingAndWronglyCasedLetters() {
    var verbs = List.of("start", "status", "stop");
    assertThat(Nearest.of("strat", verbs)).isEqualTo("start");
    assertThat(Nearest.of("stats", verbs)).isEqualTo("status");
    assertThat(Nearest.of("STOP", verbs)).isEqualTo("stop");
  }

  @Test
  void suggestsNothingFarOff() {
    assertThat(Nearest.of("zzzzz", List.of("start"))).isNull();
    assertThat(Nearest.question("zzzzz", List.of("start"))).isEmpty();
  }
}
