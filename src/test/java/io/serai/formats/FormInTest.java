package io.serai.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.json.JsonScan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormInTest {
  private static String json(String form, String charset) {
    try {
      var json = FormIn.json(form.getBytes(UTF_8), charset, 1 << 20);
      assertThat(JsonScan.check(json)).isEqualTo(JsonScan.VALID);
      return new String(json, UTF_8);
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                 | {}
          a=1                | {"a":"1"}
          a=1&b=x+y%20z      | {"a":"1","b":"x y z"}
          a=1&b=2&a=3        | {"a":["1","3"],"b":"2"}
          a                  | {"a":""}
          a=&&b==c           | {"a":"","b":"=c"}
          =x                 | {"":"x"}
          a%5B%5D=%C3%A4     | {"a[]":"ä"}
          a=%22%5C%0D%0A%00  | {"a":"\\"\\\\\\r\\n\\u0000"}
          a=%                | with a % that begins no escape
          a=%4               | with a % that begins no escape
          a=%4x              | with a % that begins no escape
          a=%E4              | that is not UTF-8
          """)
  void becomesAnObjectOfStrings(String form, String json) {
    assertThat(json(form, "")).isEqualTo(json);
  }

  @Test
  void itsCharsetIsUtf8OrLatin1() {
    assertThat(json("a=%E4", "iso-8859-1")).isEqualTo("{\"a\":\"ä\"}");
    assertThat(new String("ä".getBytes(ISO_8859_1), ISO_8859_1)).isEqualTo("ä");
    assertThat(json("a=1", "shift_jis"))
        .isEqualTo("in shift_jis where UTF-8 or ISO-8859-1 was expected");
  }

  @Test
  void theNumberOfFieldsIsBounded() {
    assertThat(json("a&".repeat(10_000), "")).startsWith("{\"a\":[\"\",\"\",");
    assertThat(json("a&".repeat(10_001), "")).isEqualTo("of more than 10000 fields");
  }
}
