package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References to a bean as route files write them. */
class BeanNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"prices", "#prices", "#bean:prices"})
  void everySpellingNamesTheSameBean(String reference) {
    assertThat(BeanName.of(reference)).isEqualTo("prices");
  }
}
