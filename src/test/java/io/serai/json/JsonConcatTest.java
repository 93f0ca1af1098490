package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonConcatTest {

  @Test
  void takesElementsOfArraysAndAnythingElseAsOne() throws JsonProblem {
    assertThat(concat("[1.50, {\"a\":1}]", " [ ] ", "{\"b\": 2} ", "null", "\"x\"", "[[3],null]"))
        .isEqualTo("[1.50, {\"a\":1},{\"b\": 2},\"x\",[3],null]");
    assertThat(concat()).isEqualTo("[]");
    assertThat(concat("null")).isEqualTo("[]");
    assertThat(concat("{}")).isEqualTo("[{}]");
  }

  @Test
  void copiesNothingOfAnArrayThatIsAlone() throws JsonProblem {
    var alone = " [ 1 ] ".getBytes(UTF_8);
    assertThat(JsonConcat.of(List.of(alone))).isSameAs(alone);
  }

  @Test
  void refusesWhatWouldNestTooDeep() throws JsonProblem {
    int most = JsonScan.MAX_DEPTH - 1;
    var deepest = "{\"a\":".repeat(most) + "1" + "}".repeat(most);
    assertThat(concat(deepest)).hasSize(deepest.length() + 2);
    assertThatThrownBy(() -> concat("{\"a\":" + deepest + "}"))
        .isInstanceOf(JsonProblem.class)
        .hasMessageContaining("512 levels");
  }

  @Test
  void agreesWithATreeOnRandomDocuments() throws JsonProblem {
    for (int round = 0; round < 5_000; round++) {
      var random = new Random(round);
      var documents = new String[random.nextInt(5)];
      var expected = JsonNodeFactory.instance.arrayNode();
      for (int k = 0; k < documents.length; k++) {
        documents[k] = new WildJson(random, true).document();
        var tree = RawTree.read(documents[k].getBytes(UTF_8));
        if (tree.isArray()) {
          tree.forEach(expected::add);
        } else if (!tree.isNull()) {
          expected.add(tree);
        }
      }
      assertThat(RawTree.read(concat(documents).getBytes(UTF_8)))
          .as("seed %d", round)
          .isEqualTo(expected);
    }
  }

  private static String concat(String... documents) throws JsonProblem {
    var texts = new ArrayList<byte[]>();
    Arrays.stream(documents).map(each -> each.getBytes(UTF_8)).forEach(texts::add);
    var array = JsonConcat.of(texts);
    assertThat(JsonScan.check(array)).isEqualTo(JsonScan.VALID);
    return new String(array, UTF_8);
  }
}
