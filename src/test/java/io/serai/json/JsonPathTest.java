package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static final String USER =
      """
      { "id" : 7, "address" : [ {"zip":"10\\u0030", "tags":["a","b"]}, {"zip":null} ],
        "quo\\"te": true, "n\\u0061me": "x", "0": "zero", "dup": 1, "dup": [2, 3] }
      """;

  @Test
  void findsMembersAndPositions() {
    assertThat(find("id")).isEqualTo("7");
    assertThat(find("address.0.zip")).isEqualTo("\"10\\u0030\"");
    assertThat(find("address.0.tags.1")).isEqualTo("\"b\"");
    assertThat(find("address.0.tags")).isEqualTo("[\"a\",\"b\"]");
    assertThat(find("")).isEqualTo(USER.strip());
  }

  @Test
  void tellsNullFromMissing() {
    assertThat(find("address.1.zip")).isEqualTo("null");
    assertThat(find("address.2.zip")).isNull();
    assertThat(find("nothing")).isNull();
    assertThat(find("id.more")).isNull();
    assertThat(find("address.zip")).isNull();
    assertThat(JsonPath.of("a").find(new byte[0])).isNull();
  }

  @Test
  void comparesNamesAsTheyMeanNotAsTheyAreWritten() {
    assertThat(find("name")).isEqualTo("\"x\"");
    assertThat(find("quo\"te")).isEqualTo("true");
    assertThat(find("n\\u0061me")).isNull();
  }

  @Test
  void takesANumberAsANameInAnObject() {
    assertThat(find("0")).isEqualTo("\"zero\"");
  }

  @Test
  void countsTheLastOfTwins() {
    assertThat(find("dup.0")).isEqualTo("2");
  }

  @Test
  void walksArrays() {
    var path = JsonPath.of("address[].zip");
    assertThat(path.walks()).isTrue();
    assertThat(path.all(USER.getBytes(UTF_8)))
        .extracting(JsonPathTest::text)
        .containsExactly("\"10\\u0030\"", "null");
    assertThat(JsonPath.of("[].a").all("[{\"a\":1},{},3,{\"a\":[4]}]".getBytes(UTF_8)))
        .extracting(JsonPathTest::text)
        .containsExactly("1", "[4]");
    assertThat(JsonPath.of("a[][]").all("{\"a\":[[1,2],[],[3]]}".getBytes(UTF_8)))
        .extracting(JsonPathTest::text)
        .containsExactly("1", "2", "3");
    assertThat(find("address[].tags[]")).isEqualTo("\"a\"");
    assertThat(find("id[]")).isNull();
  }

  @Test
  void givesEachDifferentValueOnceInOrder() {
    assertThat(
            JsonPath.of("o[].items[].s")
                .distinct(
                    ("{\"o\":[{\"items\":[{\"s\":3},{\"s\":\"3\"},{\"s\":\"\\u0061\"}]},{\"items\":[]},"
                            + "null,{\"items\":[{\"s\":null},{\"s\":3.0},{\"s\":\"a\"},{},{\"s\":[1]},"
                            + "{\"s\":1}]}]}")
                        .getBytes(UTF_8)))
        .extracting(JsonPathTest::text)
        .containsExactly("3", "\"\\u0061\"", "[1]", "1");
  }

  @Test
  void namesThePositionOfWhatIsNoPath() {
    assertThatThrownBy(() -> JsonPath.of("items[0].id"))
        .hasMessage(
            "a bracket stands alone at character 6 of 'items[0].id' (expected: name[] for every"
                + " element of an array, name.0 for the first)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", ".a", "a.", "a.[]", "."})
  void refusesEmptyNames(String path) {
    assertThatThrownBy(() -> JsonPath.of(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path);
  }

  @Test
  void findsWhatJacksonFindsInRandomDocuments() throws IOException {
    var jackson = new ObjectMapper();
    var random = new Random(9);
    for (int round = 0; round < 3_000; round++) {
      var text = RandomJson.document(random).getBytes(UTF_8);
      compare(jackson, text, jackson.readTree(text), "");
    }
  }

  private static void compare(ObjectMapper jackson, byte[] document, JsonNode node, String path)
      throws IOException {
    var raw = JsonPath.of(path).find(document);
    if (raw == null) {
      throw new AssertionError(path + " not found in " + text(document));
    }
    assertThat(jackson.readTree(raw)).isEqualTo(node);
    if (node.isTextual()) {
      assertThat(JsonText.decode(raw)).isEqualTo(node.textValue());
      assertThat(JsonText.scalar(JsonText.quote(node.textValue()))).isEqualTo(node.textValue());
    }
    var prefix = path.isEmpty() ? "" : path + ".";
    for (var member : node.properties()) {
      compare(jackson, document, member.getValue(), prefix + member.getKey());
    }
    for (int k = 0; node.isArray() && k < node.size(); k++) {
      compare(jackson, document, node.get(k), prefix + k);
    }
  }

  private static @Nullable String find(String path) {
    var raw = JsonPath.of(path).find(USER.getBytes(UTF_8));
    return raw == null ? null : text(raw);
  }

  private static String text(byte[] raw) {
    return new String(raw, UTF_8);
  }
}
