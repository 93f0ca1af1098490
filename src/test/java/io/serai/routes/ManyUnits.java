package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

/** Start and one edit with many units. */
final class ManyUnits {
  private ManyUnits() {}

  /** How long the start took, then one edit among them. */
  record Times(Duration start, Duration edit) {}

  static Times measure(Path base, int count) throws Exception {
    try (var instance = new Instance(base)) {
      instance.watching();
      for (int i = 0; i < count; i++) {
        instance.answer("unit" + i, "/" + i, "0");
      }
      long began = System.nanoTime();
      assertThat(instance.start()).isEmpty();
      var start = Duration.ofNanos(System.nanoTime() - began);
      assertThat(instance.platform.call("/" + (count - 1))).isEqualTo("0");
      began = System.nanoTime();
      instance.answer("unit0", "/0", "1");
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> instance.platform.call("/0").equals("1"));
      return new Times(start, Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
