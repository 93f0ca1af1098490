package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyUnitsTest {
  @TempDir Path base;

  @Test
  void twoHundredStartInSeconds() throws Exception {
    var times = ManyUnits.measure(base, 200);
    assertThat(times.start()).isLessThan(Duration.ofSeconds(15));
    assertThat(times.edit()).isLessThan(Duration.ofSeconds(3));
  }
}
