package io.serai.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ ] ",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.5e+10",
        "1E5",
        "\"\"",
        "\"\\u00e9\\n\\/\\\\\\\"\"",
        "\"\\ud800\"",
        "{\"a\":1,\"a\":2}",
        "\n\r\t {\"a\" : [1 , {\"b\":null}], \"c\":\"d\"}\n                 ",
        "[[],{},[[]],{\"a\":{}}]",
        "\"é漢字😀 and something after it\"",
        "1234567890123456789012345678901234567890"
      })
  void takesWhatTheRfcAllows(String text) {
    assertThat(check(text)).isEqualTo(JsonScan.VALID);
  }

  @Test
  void namesTheByteThatBreaksTheDocument() {
    assertThat(check("")).isEqualTo(0);
    assertThat(check("   ")).isEqualTo(3);
    assertThat(check("{\"a\":1,}")).isEqualTo(7);
    assertThat(check("{\"a\" 1}")).isEqualTo(5);
    assertThat(check("{a:1}")).isEqualTo(1);
    assertThat(check("[1,]")).isEqualTo(3);
    assertThat(check("[1 2]")).isEqualTo(3);
    assertThat(check("[1}")).isEqualTo(2);
    assertThat(check("{\"a\":1]")).isEqualTo(6);
    assertThat(check("{} {}")).isEqualTo(3);
    assertThat(check("{}]")).isEqualTo(2);
    assertThat(check("01")).isEqualTo(1);
    assertThat(check("-")).isEqualTo(1);
    assertThat(check("+1")).isEqualTo(0);
    assertThat(check("1.")).isEqualTo(2);
    assertThat(check(".5")).isEqualTo(0);
    assertThat(check("1e")).isEqualTo(2);
    assertThat(check("1e+")).isEqualTo(3);
    assertThat(check("nul")).isEqualTo(3);
    assertThat(check("nulL")).isEqualTo(3);
    assertThat(check("NaN")).isEqualTo(0);
    assertThat(check("\"abc")).isEqualTo(4);
    assertThat(check("\"a\nb\"")).isEqualTo(2);
    assertThat(check("\"aaaaaaaaaaaaaaaaaaaa\tb\"")).isEqualTo(21);
    assertThat(check("\"\\x\"")).isEqualTo(2);
    assertThat(check("\"\\u12g4\"")).isEqualTo(5);
    assertThat(check("\"\\u12")).isEqualTo(5);
    assertThat(check("\"\\")).isEqualTo(2);
    assertThat(check("'a'")).isEqualTo(0);
    assertThat(check("[1] // why")).isEqualTo(4);
    assertThat(check("[")).isEqualTo(1);
    assertThat(check("{\"a\":")).isEqualTo(5);
    assertThat(check("\u00a0{}")).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c0\u00af",
        "\u00c1\u00bf",
        "\u00e0\u0080\u00af",
        "\u00f0\u0080\u0080\u00af",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00bf\u00bf",
        "\u00f4\u0090\u0080\u0080",
        "\u00f8\u0088\u0080\u0080\u0080",
        "\u0080",
        "\u00e9",
        "\u00e2\u0082",
        "\u00ff",
        "a\u00c3"
      })
  void refusesBrokenUtf8(String bytes) {
    var text = ("\"" + bytes + "\"").getBytes(ISO_8859_1);
    assertThat(JsonScan.check(text)).isBetween(1, text.length);
  }

  @Test
  void refusesAByteOrderMark() {
    assertThat(check("\ufeff{}")).isEqualTo(0);
  }

  @Test
  void countsOffsetsFromTheStartOfTheRange() {
    var text = "xx[1,]yy".getBytes(UTF_8);
    assertThat(JsonScan.check(text, 2, 4)).isEqualTo(3);
    assertThat(JsonScan.check("xx[12]yy".getBytes(UTF_8), 2, 4)).isEqualTo(JsonScan.VALID);
    assertThat(JsonScan.check("\"abc\"".getBytes(UTF_8), 0, 4)).isEqualTo(4);
  }

  @Test
  void nestsToTheLimitAndNoFurther() {
    int limit = JsonScan.MAX_DEPTH;
    assertThat(check("[".repeat(limit) + "]".repeat(limit))).isEqualTo(JsonScan.VALID);
    assertThat(check("{\"a\":[".repeat(limit / 2) + "]}".repeat(limit / 2)))
        .isEqualTo(JsonScan.VALID);
    assertThat(check("[".repeat(limit + 1))).isEqualTo(limit);
    assertThat(check("[".repeat(100_000))).isEqualTo(limit);
    // The levels below the innermost 64 are still told apart.
    assertThat(check("{\"a\":" + "[".repeat(100) + "]".repeat(101))).isEqualTo(205);
  }

  @Test
  void tellsTheKindOfTheRoot() {
    assertThat(JsonScan.kind(" {}".getBytes(UTF_8))).isEqualTo(JsonScan.Kind.OBJECT);
    assertThat(JsonScan.kind("[1]".getBytes(UTF_8))).isEqualTo(JsonScan.Kind.ARRAY);
    assertThat(JsonScan.kind("\"{\"".getBytes(UTF_8))).isEqualTo(JsonScan.Kind.SCALAR);
    assertThat(JsonScan.isEmpty(" { }".getBytes(UTF_8))).isTrue();
    assertThat(JsonScan.isEmpty("[1]".getBytes(UTF_8))).isFalse();
    assertThat(JsonScan.isEmpty("1".getBytes(UTF_8))).isFalse();
  }

  /**
   * Random documents, mutated byte by byte. Known differences, none of which the generator makes:
   * Jackson takes a byte order mark, nests to 1,000, limits the length of numbers and names, and
   * doesn't see all broken UTF-8, so a strict decoder is asked beside it.
   */
  @Test
  void agreesWithJacksonOnMutatedDocuments() throws IOException {
    var random = new Random(4);
    int valid = 0;
    for (int round = 0; round < 60_000; round++) {
      var text = RandomJson.document(random).getBytes(UTF_8);
      if (round % 4 != 0) {
        text = mutate(random, text);
      }
      boolean expected = strictUtf8(text) && jacksonTakes(text);
      valid += expected ? 1 : 0;
      int fault = JsonScan.check(text);
      assertThat(fault == JsonScan.VALID)
          .as("round %d, fault %d in %s", round, fault, new String(text, UTF_8))
          .isEqualTo(expected);
    }
    assertThat(valid).isBetween(15_000, 45_000);
  }

  private static byte[] mutate(Random random, byte[] text) {
    text = text.clone();
    for (int k = random.nextInt(2); k >= 0; k--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(4)) {
        case 0 -> text[at] = (byte) random.nextInt(256);
        case 1 -> text[at] = (byte) "{}[],:\"\\ 0-.eE+tn\u0001".charAt(random.nextInt(18));
        case 2 -> text[at] = text[random.nextInt(text.length)];
        default -> {
          var shorter = new byte[text.length - 1];
          System.arraycopy(text, 0, shorter, 0, at);
          System.arraycopy(text, at + 1, shorter, at, shorter.length - at);
          text = shorter.length == 0 ? text : shorter;
        }
      }
    }
    return text;
  }

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(JsonScan.MAX_DEPTH).build())
          .build();

  private static boolean jacksonTakes(byte[] text) {
    try (var parser = JACKSON.createParser(text)) {
      int roots = 0;
      while (parser.nextToken() != null) {
        if (parser.getParsingContext().inRoot() && !parser.currentToken().isStructEnd()) {
          roots++;
        }
        parser.getText();
        if (parser.currentToken().isStructStart() && depth(parser) == 1) {
          roots++;
        }
      }
      return roots == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static int depth(com.fasterxml.jackson.core.JsonParser parser) {
    int depth = 0;
    for (var at = parser.getParsingContext(); !at.inRoot(); at = at.getParent()) {
      depth++;
    }
    return depth;
  }

  private static boolean strictUtf8(byte[] text) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static int check(String text) {
    return JsonScan.check(text.getBytes(UTF_8));
  }
}
