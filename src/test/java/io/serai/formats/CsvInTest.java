package io.serai.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.json.JsonScan;
import io.serai.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvInTest {
  private static String json(byte[] csv, String charset, char separator, long most) {
    try {
      var json = CsvIn.json(csv, charset, separator, most);
      assertThat(JsonScan.checkPart(json)).isEqualTo(JsonScan.VALID);
      return new String(json, UTF_8);
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  private static String json(String csv) {
    return json(csv.getBytes(UTF_8), "", ',', 1 << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                              | []
          a,b                             | []
          a,b~1,2                         | [{"a":"1","b":"2"}]
          a,b~1,2~                        | [{"a":"1","b":"2"}]
          a,b~~1,~,2                      | [{"a":"1","b":""},{"a":"","b":"2"}]
          a~'x,''y'''~'l~l'               | [{"a":"x,\\"y\\""},{"a":"l\\nl"}]
          a~007~1.10~true~null            | [{"a":"007"},{"a":"1.10"},{"a":"true"},{"a":"null"}]
          a, b~ x , y                     | [{"a":" x "," b":" y"}]
          'a ''b''',c~1,2                 | [{"a \\"b\\"":"1","c":"2"}]
          a~''                            | [{"a":""}]
          a,b~1                           | whose line 2 has 1 of 2 fields
          a,b~1,2,3                       | whose line 2 has more than 2 fields
          a~'x                            | whose line 2 opens a quote that is never closed
          a~1~'x~y~                       | whose line 3 opens a quote that is never closed
          a~'x'y                          | whose line 2 has a quote in the middle of a field
          a~x'y                           | whose line 2 has a quote in the middle of a field
          a~'l~l'~x'                      | whose line 4 has a quote in the middle of a field
          a,b,a~1,2,3                     | with two columns a
          a,,b~1,2,3                      | whose column 2 has no name
          """)
  void becomesAnArrayOfObjectsByItsFirstLine(String written, String json) {
    var csv = written.replace('\'', '"');
    assertThat(json(csv.replace('~', '\n'))).isEqualTo(json);
    assertThat(json(csv.replace("~", "\r\n"))).isEqualTo(json.replace("l\\nl", "l\\r\\nl"));
  }

  @Test
  void theSeparatorMayBeAnother() {
    assertThat(json("a;b\n1,5;2".getBytes(UTF_8), "", ';', 100))
        .isEqualTo("[{\"a\":\"1,5\",\"b\":\"2\"}]");
    assertThat(CsvIn.separator("tab")).isEqualTo('\t');
    assertThat(CsvIn.separator("||")).isNull();
    assertThat(CsvIn.separator("\"")).isNull();
  }

  @Test
  void itsCharsetIsUtf8OrLatin1() {
    assertThat(json("\ufeffä\nö".getBytes(UTF_8), "utf-8", ',', 100)).isEqualTo("[{\"ä\":\"ö\"}]");
    assertThat(json("ä\nö".getBytes(ISO_8859_1), "iso-8859-1", ',', 100))
        .isEqualTo("[{\"ä\":\"ö\"}]");
    assertThat(json("ä\nö".getBytes(ISO_8859_1), "", ',', 100)).isEqualTo("that is not UTF-8");
    assertThat(json("a".getBytes(UTF_8), "utf-16le", ',', 100))
        .isEqualTo("in utf-16le where UTF-8 or ISO-8859-1 was expected");
  }

  @Test
  void aHundredThousandColumnsAreRead() {
    var names = new StringBuilder("c0");
    for (int i = 1; i < 100_000; i++) {
      names.append(",c").append(i);
    }
    var csv = names + "\n" + ",".repeat(99_999);
    assertThat(json(csv.getBytes(UTF_8), "", ',', 8 << 20)).endsWith(",\"c99999\":\"\"}]");
  }

  @Test
  void whatItBecomesIsBounded() {
    // Each of the short lines repeats the long name.
    var csv = "n".repeat(10_000) + "\n" + "1\n".repeat(10_000);
    assertThat(json(csv.getBytes(UTF_8), "", ',', 1 << 20))
        .isEqualTo("that becomes more than 1048576 bytes");
  }

  @Test
  void anyTableComesBackAsItWasWritten() {
    var random = new Random(7);
    for (int run = 0; run < 300; run++) {
      int columns = 1 + random.nextInt(4);
      var rows = new ArrayList<Map<String, String>>();
      var csv = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        csv.append(c == 0 ? "" : ",").append("c").append(c);
      }
      for (int r = random.nextInt(5); r > 0; r--) {
        var row = new LinkedHashMap<String, String>();
        csv.append("\r\n");
        for (int c = 0; c < columns; c++) {
          var value = value(random);
          row.put("c" + c, value);
          csv.append(c == 0 ? "" : ",").append('"').append(value.replace("\"", "\"\"")).append('"');
        }
        rows.add(row);
      }
      var expected = new String(JsonWriter.compact(rows), UTF_8);
      assertThat(json(csv.toString())).isEqualTo(expected.replace("\\u000a", "\\n"));
    }
  }

  private static String value(Random random) {
    var value = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      value.append(new String[] {"a", "\"", ",", "\n", "ä", "😀", " ", "\\"}[random.nextInt(8)]);
    }
    return value.toString();
  }
}
