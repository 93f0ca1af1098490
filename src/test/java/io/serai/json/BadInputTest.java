package io.serai.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.json.JsonMerge.Collision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no document should be: refused by the scan with a reason, harmless to all else. */
class BadInputTest {
  private static final Shape SHAPE = Shape.of("id,a[].b,n,s", "x", "c=b,key=id", null);
  private static final JsonJoin JOIN = JsonJoin.of("a", "n=id", "v");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                 | 0 | the text is empty
          `  `               | 2 | the text is nothing but white space
          {"id":1            | 7 | the text ends too early
          {"id":"ab          | 9 | the text ends too early
          {"id":1}}          | 8 | an unexpected '}'
          {"id":NaN}         | 6 | an unexpected 'N'
          <html></html>      | 0 | a '<', as in HTML or XML
          {"id":"a\u0007b"}  | 8 | a control character in a string (byte 0x07)
          {"id":"\\x"}       | 8 | an escape that JSON doesn't know
          {"id":"\\u00zz"}   | 11 | an escape that JSON doesn't know
          {"id":\u0000}      | 6 | an unexpected 0x00
          """)
  void saysWhereAndWhy(String text, int fault, String why) throws JsonProblem {
    refused(text.getBytes(UTF_8), fault, why);
  }

  @Test
  void saysWhichEncodingItIsNot() throws JsonProblem {
    refused("\ufeff{\"id\":1}".getBytes(UTF_8), 0, "a byte order mark");
    refused("\ufeff{\"id\":1}".getBytes(UTF_16LE), 0, "UTF-16");
    refused("{\"id\":1}".getBytes(UTF_16LE), 1, "an unexpected 0x00");
    refused("{\"id\":\"\u00e9\"}".getBytes(ISO_8859_1), 8, "not UTF-8 (byte 0x22)");
    refused("{\"id\":\"a\u00ff\"}".getBytes(ISO_8859_1), 8, "not UTF-8 (byte 0xff)");
    refused("{\"id\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1), 8, "not UTF-8 (byte 0xa0)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":", "{\"n\":1,\"a\":["})
  void refusesAHundredThousandLevels(String level) throws JsonProblem {
    var closed = new StringBuilder(level.repeat(100_000)).append('1');
    for (int k = 0; k < 100_000; k++) {
      for (int c = level.length() - 1; c >= 0; c--) {
        closed.append(level.charAt(c) == '[' ? "]" : level.charAt(c) == '{' ? "}" : "");
      }
    }
    for (var text : new String[] {level.repeat(100_000), closed.toString()}) {
      var bytes = text.getBytes(UTF_8);
      refused(bytes, JsonScan.check(bytes), "nested deeper than 512 levels");
    }
  }

  @Test
  void comesToAnEndWhereverADocumentIsCut() throws JsonProblem {
    var whole =
        "{\"id\":1.5e3,\"a\":[{\"b\":\"x\\u0041\\n\",\"n\":null},[true]],\"n\":-0,\"é\":{}}"
            .getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      var text = java.util.Arrays.copyOf(whole, length);
      int fault = JsonScan.check(text);
      assertThat(JsonFault.reason(text, fault)).contains("at byte " + length);
      refused(text, fault, "");
      for (byte wrong : "}],:\"\\{[".getBytes(UTF_8)) {
        var broken = whole.clone();
        broken[length] = wrong;
        harmless(broken);
      }
    }
  }

  @Test
  void keepsHugeNumbersAsTheyAreWritten() throws JsonProblem {
    var digits = "12345678901".repeat(1_000);
    for (var number : new String[] {"1e999999", "-1E-999999", digits, "0." + digits, "-0.0e-0"}) {
      var document = ("{\"id\":" + number + ",\"x\":0,\"n\":" + number + "}").getBytes(UTF_8);
      assertThat(new String(SHAPE.apply(document), UTF_8))
          .isEqualTo("{\"key\":" + number + ",\"n\":" + number + "}");
      assertThat(new String(JsonConcat.of(List.of(document)), UTF_8)).contains(number + "}]");
      var merge = new JsonMerge(Collision.LAST);
      assertThat(merge.merge(document)).isNull();
      assertThat(new String(merge.bytes(), UTF_8)).contains("\"n\":" + number + "}");
      assertThat(
              new String(
                  JsonJoin.of("", "n=id", "v").join(document, List.of(document), 999_999), UTF_8))
          .contains(",\"v\":{\"id\":" + number);
    }
  }

  @Test
  void keepsLoneSurrogatesAsTheyAreWritten() throws JsonProblem {
    var document = "{\"id\":\"\\ud800\",\"x\":1,\"n\":\"\\uD800\"}".getBytes(UTF_8);
    assertThat(new String(SHAPE.apply(document), UTF_8))
        .isEqualTo("{\"key\":\"\\ud800\",\"n\":\"\\uD800\"}");
    assertThat(
            new String(JsonJoin.of("", "n=id", "v").join(document, List.of(document), 999), UTF_8))
        .contains("\"v\":{\"id\":\"\\ud800\"");
  }

  @Test
  void takesManyTwinsInLinearTime() {
    var twins = new StringBuilder("{\"c\":0");
    for (int k = 0; k < 200_000; k++) {
      twins.append(k % 2 == 0 ? ",\"b\":1" : ",\"c\":2");
    }
    var text = twins.append('}').toString().getBytes(UTF_8);
    var shape = Shape.of(null, null, "c=b", null);
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThat(RawTree.read(shape.apply(text)).toString()).isEqualTo("{\"c\":\"1\"}"));
  }

  private static void refused(byte[] text, int fault, String why) throws JsonProblem {
    assertThat(JsonScan.check(text)).isEqualTo(fault);
    assertThat(JsonFault.reason(text, fault))
        .startsWith("invalid JSON at byte " + fault + ": ")
        .contains(why);
    harmless(text);
  }

  /** Not promised anything, every operation still comes to an end, with a reason or some bytes. */
  private static void harmless(byte[] text) throws JsonProblem {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          ends(() -> SHAPE.apply(text));
          ends(() -> Shape.of(null, null, null, "a.0").apply(text));
          ends(() -> JOIN.join(text, List.of(text), 10_000_000));
          ends(() -> JsonConcat.of(List.of(text, text)));
          ends(() -> JsonPath.of("a[].b").distinct(text));
          ends(() -> merged(text));
        });
  }

  private static void merged(byte[] text) {
    var merge = new JsonMerge(Collision.LAST);
    var first = merge.merge(text);
    var again = merge.merge(text);
    if (first == null && again == null) {
      merge.bytes();
    }
  }

  private interface Operation {
    void run() throws JsonProblem;
  }

  private static void ends(Operation operation) {
    try {
      operation.run();
    } catch (JsonProblem e) {
      assertThat(e).hasMessageMatching("(?s).+");
      assertThat(e.getStackTrace()).isEmpty();
    } catch (IndexOutOfBoundsException e) {
      assertThat(e).isNotNull(); // the scan comes before
    }
  }

  @Test
  void namesTheByteEvenToACallerThatForgotToScan() {
    assertThatThrownBy(() -> SHAPE.apply("{\"id\":[1".getBytes(UTF_8)))
        .isInstanceOf(JsonProblem.class)
        .hasMessage("invalid JSON at byte 8: the text ends too early");
  }
}
