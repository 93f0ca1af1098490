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
    assertThat(times.start()).isLessThan(Duration.ofSeconds(20));
    assertThat(times.edit()).isLessThan(Duration.ofMillis(1_500));
  }
}
