package io.serai.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManageSettingsTest {

  @Test
  void isOnLoopbackAloneByDefault() {
    var settings = ManageSettings.of(Settings.of(Map.of()));
    assertThat(settings).isEqualTo(new ManageSettings("127.0.0.1", 9070, "", "", List.of()));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void refusesOtherAddressesWithoutCredentials() {
    for (var host : List.of("0.0.0.0", "::", "192.0.2.7")) {
      assertThat(problems(Map.of("management.host", host)))
          .singleElement()
          .asString()
          .contains("management.host", host, "management.user", "management.password");
    }
  }

  @Test
  void opensOtherAddressesWithCredentials() {
    assertThat(
            problems(
                Map.of(
                    "management.host", "0.0.0.0",
                    "management.user", "ops",
                    "management.password", "s3cret")))
        .isEmpty();
  }

  @Test
  void wantsBothNameAndPasswordAndNeverShowsThePassword() {
    assertThat(problems(Map.of("management.password", "s3cret")))
        .singleElement()
        .asString()
        .contains("management.user")
        .doesNotContain("s3cret");
    assertThat(problems(Map.of("management.user", "ops"))).hasSize(1);
    assertThat(problems(Map.of("management.user", "o:ps", "management.password", "x")))
        .singleElement()
        .asString()
        .contains("colon");
  }

  private static List<Problem> problems(Map<String, String> texts) {
    return ManageSettings.of(Settings.of(texts)).problems();
  }
}
