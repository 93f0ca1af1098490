package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.PropertiesReader.Entry;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesReaderTest {
  private final List<Problem> problems = new ArrayList<>();

  private List<Entry> read(String content) {
    return PropertiesReader.read("conf/a.properties", content, problems);
  }

  @Test
  void countsLinesThroughCommentsAndBlankLines() {
    assertThat(read("# one\n\n! three\na=1\r\n  b : 2\n"))
        .containsExactly(new Entry("a", "1", 4), new Entry("b", "2", 5));
  }

  @Test
  void givesAContinuedEntryItsFirstLine() {
    assertThat(read("a=1,\\\n   2,\\\n   3\nb=4"))
        .containsExactly(new Entry("a", "1,2,3", 1), new Entry("b", "4", 4));
  }

  @Test
  void dropsAByteOrderMark() {
    assertThat(read("\uFEFFa=1")).containsExactly(new Entry("a", "1", 1));
  }

  @Test
  void namesTheLineOfABrokenEscape() {
    assertThat(read("a=1\nb=\\u12x4")).containsExactly(new Entry("a", "1", 1));
    assertThat(problems)
        .hasToString(
            "[conf/a.properties:2: a broken \\u escape"
                + " (expected: \\u and four hexadecimal digits)]");
  }

  @Test
  void refusesAValueWithoutAKey() {
    assertThat(read("=1")).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("conf/a.properties:1: a value without");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b",
        "a b c",
        "a\\ b=c\\=d",
        "a:b",
        "a = \\tb\\n",
        "a=\\u0041\\u00e9",
        "a=b\\\\",
        "a=b\\",
        "a\\:b:c",
        "a",
        "a=b\\\n#c=d\ne=f",
        "  a  =  b  ",
        "#c\\\na=b",
        "a=b=c:d",
        "ü=ö"
      })
  void readsWhatTheJdkReads(String content) throws Exception {
    var expected = new Properties();
    expected.load(new StringReader(content));
    var actual = new Properties();
    read(content).forEach(entry -> actual.setProperty(entry.key(), entry.text()));
    assertThat(actual).isEqualTo(expected);
    assertThat(problems).isEmpty();
  }
}
