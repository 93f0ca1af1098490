package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.settings.Key;
import io.serai.settings.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The delivered settings file and the keys of the house say the same. */
class KnownKeysTest {
  private static final Pattern SETTING = Pattern.compile("#?([a-z][\\w.*-]*)=(.*)");

  private static Map<String, String> delivered() throws IOException {
    var settings = new HashMap<String, String>();
    for (var line : Files.readAllLines(Path.of("conf/serai.properties"))) {
      var match = SETTING.matcher(line);
      if (match.matches()) {
        assertThat(line).as("commented").startsWith("#");
        settings.put(match.group(1), match.group(2));
      }
    }
    return settings;
  }

  @Test
  void everyKeyInTheFileIsKnown() throws IOException {
    var keys = KnownKeys.all();
    assertThat(delivered().keySet())
        .allMatch(name -> keys.stream().anyMatch(key -> key.matches(name)));
  }

  @Test
  void everyKeyStandsInTheFileAtItsDefault() throws IOException {
    var delivered = delivered();
    for (var key : KnownKeys.all()) {
      if (!key.isPattern()) {
        assertThat(delivered).containsEntry(key.name(), key.defaultText());
      }
    }
  }

  @Test
  void whatTheFileSaysOfANameYouChooseIsItsDefaultToo() throws IOException {
    var delivered = delivered();
    for (var key : KnownKeys.all()) {
      delivered.forEach(
          (name, text) -> {
            // An example of something that has no default, a URL, may say anything.
            if (key.matches(name) && !key.defaultText().isEmpty()) {
              assertThat(text).as(name).isEqualTo(key.defaultText());
            }
          });
    }
  }

  @Test
  void everyDefaultIsAValueOfItsTypeAndEveryKeyIsExplained() {
    for (Key<?> key : KnownKeys.all()) {
      assertThat(key.doc()).as(key.name()).isNotBlank();
      if (!key.defaultText().isEmpty()) {
        key.type().read(key.defaultText());
      }
    }
  }

  @Test
  void everyNumberHasARange() {
    assertThat(KnownKeys.all())
        .extracting(key -> (Object) key.type())
        .doesNotContain(Type.INTEGER, Type.DURATION, Type.SIZE);
  }

  @ParameterizedTest
  @CsvSource({
    "listener.maxConnections, 0",
    "listener.maxConnections, -1",
    "listener.maxConnections, 99999999999",
    "listener.maxLine, 0",
    "listener.maxHeaders, 17MiB",
    "listener.headerTimeout, 0",
    "listener.idleTimeout, 200000d",
    "listener.idleTimeout, 9999999999999999d",
    "listener.health.path, up",
    "listener.name, a b",
    "admission.maxInFlight, 0",
    "admission.maxMemory, 101",
    "admission.retryAfter, 500ms",
    "offloop.threads, 0",
    "offloop.queue, -1",
    "request.maxCalls, 0",
    "gateway.deadline, 0",
    "gateway.maxBody, 2GiB",
    "gateway.report, all",
    "gateway.method, 'GET,'",
    "gateway.requestHeaders, 'a b'",
    "gateway.responseHeaders, Connection",
    "backend.default.timeout, 0",
    "backend.default.retries, 1000",
    "backend.default.maxBody, 9999999GiB",
    "backend.default.maxConnections, 0",
    "backend.default.connectTimeout, 0s",
    "shutdown.timeout, 2d",
    "deadline.reserve, 1h"
  })
  void whatIsBelowOrBeyondItIsRefused(String name, String text) {
    var key = KnownKeys.all().stream().filter(one -> one.matches(name)).findFirst().orElseThrow();
    assertThatThrownBy(() -> key.type().read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noKeyIsDeclaredTwice() {
    var names = new HashSet<String>();
    assertThat(KnownKeys.all()).allMatch(key -> names.add(key.name()));
  }
}
