package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
  void noKeyIsDeclaredTwice() {
    var names = new HashSet<String>();
    assertThat(KnownKeys.all()).allMatch(key -> names.add(key.name()));
  }
}
