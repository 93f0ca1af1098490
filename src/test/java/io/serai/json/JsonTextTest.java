package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "\"\\/", "tab\t and \n \u0000 \u001f", "é漢😀", "\ud800x", "\u007f"})
  void readsBackWhatItQuoted(String value) {
    var raw = JsonText.quote(value);
    assertThat(JsonScan.check(raw)).isEqualTo(JsonScan.VALID);
    assertThat(JsonText.decode(raw)).isEqualTo(value);
  }

  @Test
  void decodesEveryEscape() {
    assertThat(
            JsonText.decode("\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u00E9\\ud83d\\ude00é\"".getBytes(UTF_8)))
        .isEqualTo("\b\f\n\r\t/\\\"é😀é");
  }

  @Test
  void saysWhatAScalarSays() {
    assertThat(JsonText.scalar("\"a\"".getBytes(UTF_8))).isEqualTo("a");
    assertThat(JsonText.scalar("1.50".getBytes(UTF_8))).isEqualTo("1.50");
    assertThat(JsonText.scalar("true".getBytes(UTF_8))).isEqualTo("true");
    assertThat(JsonText.scalar(JsonText.nullText())).isNull();
    assertThat(JsonText.scalar("{}".getBytes(UTF_8))).isNull();
  }
}
