package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonJoinTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final int MUCH = 100_000_000;

  @Test
  void putsWhatWasLookedUpIntoEachElement() throws JsonProblem {
    assertThat(
            join(
                JsonJoin.of("orders.items[]", "sellerId = id", "seller"),
                "{\"orders\": {\"items\": [ {\"sellerId\": 7, \"price\": 1.50 }, null, {},"
                    + " {\"sellerId\":8},{\"sellerId\":9},{\"sellerId\":null}] }, \"n\":1}",
                "{\"id\":8,\"name\":\"B\"}",
                "null",
                " { \"name\" : \"A\", \"id\" : \"7\" } "))
        .isEqualTo(
            "{\"orders\": {\"items\": [ {\"sellerId\": 7, \"price\": 1.50,"
                + "\"seller\":{ \"name\" : \"A\", \"id\" : \"7\" } }, null, {},"
                + " {\"sellerId\":8,\"seller\":{\"id\":8,\"name\":\"B\"}},{\"sellerId\":9},"
                + "{\"sellerId\":null}] }, \"n\":1}");
  }

  @Test
  void putsAllThatMatchIntoAnArrayInOrder() throws JsonProblem {
    assertThat(
            join(
                JsonJoin.of("[]", "id = product.id", "reviews[]"),
                "[{\"id\":1},{\"id\":2},{}]",
                "[{\"product\":{\"id\":1.0},\"n\":1},{\"product\":{\"id\":\"1\"},\"n\":2}, 5]"))
        .isEqualTo(
            "[{\"id\":1,\"reviews\":[{\"product\":{\"id\":1.0},\"n\":1},"
                + "{\"product\":{\"id\":\"1\"},\"n\":2}]},{\"id\":2,\"reviews\":[]},"
                + "{\"reviews\":[]}]");
  }

  @Test
  void takesManyKeysOfOneElementInTheirOrder() throws JsonProblem {
    assertThat(
            join(
                JsonJoin.of("", "tags[] = ids[]", "found[]"),
                "{\"tags\":[3,1,3]}",
                "[{\"ids\":[1,3]},{\"ids\":[3]},{\"ids\":[1]}]"))
        .isEqualTo("{\"tags\":[3,1,3],\"found\":[{\"ids\":[1,3]},{\"ids\":[3]},{\"ids\":[1]}]}");
  }

  @Test
  void replacesAMemberOfTheJoinsName() throws JsonProblem {
    var join = JsonJoin.of("items", "seller = id", "seller");
    assertThat(
            join(
                join,
                "{\"items\":[{\"s\\u0065ller\":1,\"a\":0},{\"a\":0 ,\"seller\":2 },{ \"seller\":1 }]}",
                "[{\"id\":1}]"))
        .isEqualTo(
            "{\"items\":[{\"a\":0,\"seller\":{\"id\":1}},{\"a\":0 },{ \"seller\":{\"id\":1} }]}");
  }

  @Test
  void takesTheFirstOfSeveralAndCopiesNothingWithoutAny() throws JsonProblem {
    var join = JsonJoin.of("[]", "k=id", "v");
    assertThat(join(join, "[{\"k\":\"\\u0061\"}]", "[{\"id\":\"a\",\"n\":1},{\"id\":\"a\"}]"))
        .isEqualTo("[{\"k\":\"\\u0061\",\"v\":{\"id\":\"a\",\"n\":1}}]");
    var document = "{\"a\":1}".getBytes(UTF_8);
    assertThat(join.join(document, List.of(), MUCH)).isSameAs(document);
  }

  @Test
  void refusesToGrowOrNestBeyondTheLimits() throws JsonProblem {
    var document = "[" + "{\"k\":1},".repeat(999) + "{\"k\":1}]";
    var big = "{\"id\":1,\"x\":\"" + "x".repeat(10_000) + "\"}";
    var join = JsonJoin.of("[]", "k=id", "v");
    assertThatThrownBy(
            () -> join.join(document.getBytes(UTF_8), List.of(big.getBytes(UTF_8)), 1_000_000))
        .isInstanceOf(JsonProblem.class)
        .hasMessageContaining("1000000 bytes");
    int most = JsonScan.MAX_DEPTH - 3;
    var deep = "{\"id\":1,\"x\":" + "[".repeat(most - 1) + "]".repeat(most - 1) + "}";
    assertThat(join(join, "[{\"k\":1}]", deep)).contains("\"v\":");
    assertThatThrownBy(() -> join(join, "[{\"k\":1}]", "{\"id\":1,\"x\":[" + deep + "]}"))
        .isInstanceOf(JsonProblem.class)
        .hasMessageContaining("levels");
  }

  @Test
  void joinsAThousandToAThousandInTimeLinearInBoth() throws JsonProblem {
    int count = 100_000; // a quadratic join would take minutes
    var left = new StringBuilder("[");
    var right = new ArrayList<byte[]>();
    for (int k = 0; k < count; k++) {
      left.append(k > 0 ? "," : "").append("{\"k\":").append(k).append('}');
      right.add(("{\"id\":\"" + (count - 1 - k) + "\"}").getBytes(UTF_8));
    }
    long start = System.nanoTime();
    var joined =
        JsonJoin.of("[]", "k=id", "v")
            .join(left.append(']').toString().getBytes(UTF_8), right, MUCH);
    assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5_000);
    assertThat(JsonPath.of("[].v.id").distinct(joined)).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          items[]  | sellerId       | seller   | match: 'sellerId' has not one =
          items[]  | a = b = c      | seller   | match: 'a = b = c' has not one =
          items[]  | = id           | seller   | match: a side of the = is empty
          items[]  | a..b = id      | seller   | match: a name is empty at character 3
          items[0] | a = id         | seller   | into: a bracket stands alone at character 6
          items[]  | a = id         | a.b      | as: 'a.b' is no member's name
          items[]  | a = id         | []       | as: '[]' is no member's name
          items[]  | ids[] = id     | seller   | expected: as: seller[]
          """)
  void refusesWhatItCannotMean(String into, String match, String as, String message) {
    assertThatThrownBy(() -> JsonJoin.of(into, match, as))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,1",
    "1,1",
    "10e-1,1",
    "1E2,100",
    "-0,0",
    "0.000,0",
    "0e99999999999999999999,0",
    "-1.50,-1.5",
    "0.05,0.05",
    "5e-2,0.05",
    "12.5e1,125",
    "1e999999,1E999999",
    "10e999998,1E999999",
    "1e99999999999999999999,1e99999999999999999999",
    "true,true",
    "'\"1.0\"',1.0",
    "'\"\\u0061\"',a"
  })
  void saysTheSameForEqualKeys(String raw, String key) {
    assertThat(JsonKey.of(raw.getBytes(UTF_8))).isEqualTo(key);
  }

  @Test
  void comparesLongNumbersByValueWithoutCountingThemOut() {
    assertThat(key("1" + "0".repeat(9_999))).isEqualTo(key("1e9999")).isEqualTo("1E9999");
    assertThat(key("1" + "2".repeat(9_999) + ".0")).isEqualTo(key("1" + "2".repeat(9_999)));
    assertThat(key("null")).isNull();
    assertThat(key("[1]")).isNull();
  }

  private static final String[] KEYS = {
    "1",
    "1.0",
    "\"1\"",
    "10e-1",
    "2",
    "\"2.0\"",
    "-0",
    "0.00",
    "1e3",
    "1000",
    "\"a\"",
    "\"\\u0061\"",
    "\"ä\"",
    "\"\\ud800\"",
    "true",
    "false",
    "null",
    "[1]",
    "{}",
    "0.1",
    "1E-1"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "items[] | {\"items\":[1,{}]} | ``",
        "items[] | {\"items\":[]} | ``",
        "items[] | {\"items\":null} | ``",
        "items[] | {} | ``",
        "items[] | null | ``",
        "items | {\"items\":{}} | ``",
        "items | {\"items\":[{}]} | ``",
        "a[].b[] | {\"a\":[{\"b\":[]},{},{\"b\":null}]} | ``",
        "0.b[] | [] | ``",
        "`` | [] | ``",
        "items[] | {\"items\":{\"a\":1}} | an object at byte 9",
        "items[] | {\"items\":\"x\"} | a string at byte 9",
        "items[] | [1] | an array at byte 0",
        "items | {\"items\":true} | a boolean at byte 9",
        "a[].b[] | {\"a\":[{},{\"b\":7}]} | a number at byte 14",
        "`` | 7 | a number at byte 0",
      })
  void tellsWhatCantHoldElements(String into, String document, String fault) {
    var misfit = JsonJoin.of(into, "a = b", "c").misfit(document.getBytes(UTF_8));
    assertThat(misfit).startsWith(fault).matches(fault.isEmpty() ? "" : ".+");
  }

  @Test
  void agreesWithATreeOnRandomDocuments() throws JsonProblem, IOException {
    for (int round = 0; round < 5_000; round++) {
      var random = new Random(round);
      boolean many = random.nextBoolean();
      var document = "{\"a\":{\"items\" : " + elements(random, "k") + "},\"z\":1.0}";
      var lookedUp = new ArrayList<byte[]>();
      for (int k = random.nextInt(4); k > 0; k--) {
        lookedUp.add(elements(random, "id").getBytes(UTF_8));
      }
      var joined =
          JsonJoin.of("a.items[]", "k=id", many ? "v[]" : "v")
              .join(document.getBytes(UTF_8), lookedUp, MUCH);
      assertThat(JsonScan.check(joined)).as("seed %d", round).isEqualTo(JsonScan.VALID);
      var expected = RawTree.read(document.getBytes(UTF_8));
      for (var element : expected.get("a").get("items")) {
        if (element instanceof ObjectNode object) {
          naively(object, lookedUp, many);
        }
      }
      assertThat(RawTree.read(joined).toString())
          .as("seed %d: %s", round, document)
          .isEqualTo(expected.toString());
    }
  }

  private static String elements(Random random, String key) {
    var text = new StringBuilder("[");
    for (int k = random.nextInt(6); k >= 0; k--) {
      if (random.nextInt(8) == 0) {
        text.append(new WildJson(random, false).scalar());
      } else {
        text.append("{ \"n\":").append(k);
        if (random.nextInt(6) > 0) {
          text.append(", \"").append(key).append("\": ");
          text.append(KEYS[random.nextInt(KEYS.length)]);
        }
        text.append(random.nextInt(6) > 0 ? "}" : ",\"v\" : 5 }");
      }
      text.append(k > 0 ? " ," : "");
    }
    return text.append(']').toString();
  }

  private static void naively(ObjectNode element, List<byte[]> lookedUp, boolean many)
      throws IOException {
    element.remove("v");
    var all = JsonNodeFactory.instance.arrayNode();
    for (var list : lookedUp) {
      for (var candidate : RawTree.read(list)) {
        if (candidate.isObject() && same(element.get("k"), candidate.get("id"))) {
          all.add(candidate);
        }
      }
    }
    if (many) {
      element.set("v", all);
    } else if (!all.isEmpty()) {
      element.set("v", all.get(0));
    }
  }

  private static boolean same(JsonNode one, JsonNode two) throws IOException {
    var left = said(one);
    return left != null && left.equals(said(two));
  }

  private static @Nullable String said(@Nullable JsonNode raw) throws IOException {
    if (raw == null || !raw.isTextual()) {
      return null;
    }
    var value = JACKSON.readTree(raw.textValue());
    return value.isNumber()
        ? new BigDecimal(raw.textValue()).stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static @Nullable String key(String raw) {
    return JsonKey.of(raw.getBytes(UTF_8));
  }

  private static String join(JsonJoin join, String document, String... lookedUp)
      throws JsonProblem {
    var texts = Arrays.stream(lookedUp).map(each -> each.getBytes(UTF_8)).toList();
    var joined = join.join(document.getBytes(UTF_8), texts, MUCH);
    assertThat(JsonScan.check(joined)).isEqualTo(JsonScan.VALID);
    return new String(joined, UTF_8);
  }
}
