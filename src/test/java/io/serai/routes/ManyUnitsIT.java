package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyUnitsIT {
  @TempDir Path base;

  @Test
  void aThousandStartInSecondsAndOneEditIsLiveWithinASecond() throws Exception {
    var times = ManyUnits.measure(base, 1_000);
    System.out.println("1,000 units: " + times);
    // Wide, so that a busy machine doesn't fail the build; the figures are in the output.
    assertThat(times.start()).isLessThan(Duration.ofSeconds(60));
    assertThat(times.edit()).isLessThan(Duration.ofSeconds(3));
  }
}
