package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.json.JsonMerge.Collision;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonMergeTest {

  @Test
  void mergesObjectsInObjectsAndKeepsTheTextOfTheRest() {
    assertThat(
            merge(
                Collision.LAST,
                "{ \"a\" : 1.50, \"b\": {\"x\":1, \"y\" : [ 1 ]}, \"c\\u0063\":0 }",
                "{\"b\":{\"y\":[2,3],\"z\":1E2},\"d\":{}, \"a\":12345678901234567890}"))
        .isEqualTo(
            "{\"a\":12345678901234567890,\"b\":{\"x\":1,\"y\":[2,3],\"z\":1E2},"
                + "\"c\\u0063\":0,\"d\":{}}");
  }

  @Test
  void keepsTheFirstIfToldSo() {
    assertThat(
            merge(
                Collision.FIRST, "{\"a\":1,\"b\":{\"c\":1}}", "{\"b\":{\"c\":2,\"d\":3},\"a\":2}"))
        .isEqualTo("{\"a\":1,\"b\":{\"c\":1,\"d\":3}}");
  }

  @Test
  void namesTheMemberThatCollides() {
    var merge = new JsonMerge(Collision.FAIL);
    assertThat(merge.merge("{\"a\":{\"b\":1}}".getBytes(UTF_8))).isNull();
    assertThat(merge.merge("{\"a\":{\"c\":1}}".getBytes(UTF_8))).isNull();
    assertThat(merge.merge("{\"a\":{\"\\u0062\":2}}".getBytes(UTF_8))).isEqualTo("a.b");
  }

  @Test
  void doesNotLookIntoObjectsWhenPutSideBySide() {
    var merge = new JsonMerge(Collision.LAST);
    assertThat(merge.putAll("{\"a\":{\"b\":1},\"z\":0}".getBytes(UTF_8))).isNull();
    assertThat(merge.put("a", "{\"c\":1}".getBytes(UTF_8))).isNull();
    assertThat(new String(merge.bytes(), UTF_8)).isEqualTo("{\"a\":{\"c\":1},\"z\":0}");
  }

  @Test
  void countsTheLastOfTwinsInOneDocument() {
    assertThat(merge(Collision.FAIL, "{\"a\":1,\"b\":2,\"a\":3}", "{}"))
        .isEqualTo("{\"a\":3,\"b\":2}");
  }

  @Test
  void mergesNothingIntoAnEmptyObject() {
    assertThat(merge(Collision.FAIL, " { } ", "{}")).isEqualTo("{}");
  }

  @Test
  void agreesWithATreeOnRandomDocuments() throws IOException {
    var jackson = new ObjectMapper();
    var random = new Random(2);
    int merged = 0;
    while (merged < 2_000) {
      var one = RandomJson.document(random);
      var two = RandomJson.document(random);
      if (jackson.readTree(one) instanceof ObjectNode a
          && jackson.readTree(two) instanceof ObjectNode b) {
        merged++;
        var text = merge(Collision.LAST, one, two);
        assertThat(JsonScan.check(text.getBytes(UTF_8))).isEqualTo(JsonScan.VALID);
        assertThat(jackson.readTree(text)).isEqualTo(deep(a, b));
      }
    }
  }

  @Test
  void keepsTheTextOfEveryValueInRandomDocuments() {
    for (int round = 0; round < 5_000; round++) {
      var random = new Random(round);
      var one = new WildJson(random, true).document();
      var two = new WildJson(random, true).document();
      if (RawTree.read(one.getBytes(UTF_8)) instanceof ObjectNode a
          && RawTree.read(two.getBytes(UTF_8)) instanceof ObjectNode b) {
        var merged = merge(Collision.LAST, one, two).getBytes(UTF_8);
        assertThat(JsonScan.check(merged)).as("seed %d", round).isEqualTo(JsonScan.VALID);
        assertThat(RawTree.read(merged).toString())
            .as("seed %d", round)
            .isEqualTo(deep(a, b).toString());
      }
    }
  }

  @Test
  void mergesTheDeepestInTimeLinearInItsLength() {
    int levels = JsonScan.MAX_DEPTH;
    var filler = "\"x\":\"" + "x".repeat(20_000) + "\",";
    var deep = ("{" + filler + "\"a\":").repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    long start = System.nanoTime();
    assertThat(merge(Collision.LAST, deep, deep)).isEqualTo(deep);
    assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(3_000);
  }

  private static JsonNode deep(ObjectNode to, ObjectNode from) {
    for (var member : from.properties()) {
      if (to.get(member.getKey()) instanceof ObjectNode there
          && member.getValue() instanceof ObjectNode more) {
        deep(there, more);
      } else {
        to.set(member.getKey(), member.getValue());
      }
    }
    return to;
  }

  private static String merge(Collision collision, String... objects) {
    var merge = new JsonMerge(collision);
    for (var object : objects) {
      assertThat(merge.merge(object.getBytes(UTF_8))).isNull();
    }
    return new String(merge.bytes(), UTF_8);
  }
}
