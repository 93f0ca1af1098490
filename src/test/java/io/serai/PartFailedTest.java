package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartFailedTest {

  @Test
  void hasOneMethodForEachThingThatARouteMayAsk() {
    // Twins are ambiguous to Camel in one JVM and not in the next: it goes by their order.
    assertThat(PartFailed.class.getDeclaredMethods())
        .extracting(Method::getName)
        .contains("part", "reason", "status")
        .noneMatch(name -> name.startsWith("get"));
    assertThat(Arrays.stream(PartFailed.class.getDeclaredMethods()).map(Method::getName))
        .doesNotHaveDuplicates();
  }
}
