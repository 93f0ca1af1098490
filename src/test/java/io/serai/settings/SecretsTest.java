package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my.password",
        "my.db.dbPassword",
        "my.api-key",
        "my.apiKey",
        "management.token",
        "my.clientSecret",
        "my.aws.credentials"
      })
  void masksByTheLastSegment(String key) {
    assertThat(Secrets.named(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"listener.port", "my.token.lifetime", "my.host", "my.keyboard"})
  void showsTheRest(String key) {
    assertThat(Secrets.named(key)).isFalse();
  }

  @Test
  void masksTheUserOfEveryUrl() {
    assertThat(Secrets.maskUrls("http://u:p@a/x, https://t@b, http://c/d@e"))
        .isEqualTo("http://***@a/x, https://***@b, http://c/d@e");
  }
}
