package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

  @Test
  void picksWhatIsNamedAndKeepsItsText() throws JsonProblem {
    assertThat(
            pick(
                "id, name, prices[].amount, address.zip",
                "{\"prices\":[{\"amount\":1.50,\"cost\":1},{\"cost\":2}], \"id\":12345678901234567890,"
                    + "\"secret\":1,\"address\":{\"zip\":\"10\\u0030\",\"street\":\"x\"}}"))
        .isEqualTo(
            "{\"prices\":[{\"amount\":1.50},{}], \"id\":12345678901234567890,"
                + "\"address\":{\"zip\":\"10\\u0030\"}}");
  }

  @Test
  void leavesOutWhatIsNotThereAndKeepsAPickedObjectUntouched() throws JsonProblem {
    assertThat(pick("id,nothing,a.b", "{\"x\":1,\"id\":{ \"y\" : [ 1 ] }}"))
        .isEqualTo("{\"id\":{ \"y\" : [ 1 ] }}");
    assertThat(pick("id", "{\"x\":1}")).isEqualTo("{}");
    assertThat(pick("a,a.b", "{\"a\":{\"c\":1}}")).isEqualTo("{\"a\":{\"c\":1}}");
  }

  @Test
  void letsNothingThroughThatNobodyPicked() throws JsonProblem {
    assertThat(pick("address.zip", "{\"address\":\"secret\"}")).isEqualTo("{\"address\":null}");
    assertThat(pick("a[].b", "{\"a\":[1,null,{\"b\":2,\"c\":3},[4]]}"))
        .isEqualTo("{\"a\":[null,null,{\"b\":2},null]}");
    assertThat(pick("a[].b", "{\"a\":{\"b\":1}}")).isEqualTo("{\"a\":null}");
    assertThat(pick("id", "null")).isEqualTo("null");
    assertThatThrownBy(() -> pick("id", "\"an error\""))
        .isInstanceOf(JsonProblem.class)
        .hasMessageContaining("neither an object nor an array");
  }

  @Test
  void shapesEachElementOfAnArray() throws JsonProblem {
    var document = "[{\"id\":1,\"x\":2}, null, {\"x\":3}]";
    assertThat(pick("id", document)).isEqualTo("[{\"id\":1}, null, {}]");
    assertThat(pick("[].id", document)).isEqualTo("[{\"id\":1}, null, {}]");
    assertThat(shape(null, "x", "key=id", null, document)).isEqualTo("[{\"key\":1}, null, {}]");
  }

  @Test
  void dropsAndRenamesThroughArrays() throws JsonProblem {
    assertThat(
            shape(
                null,
                "internal,items[].secret",
                "sku=id,items[].sku=items[].id",
                null,
                "{\"internal\":{\"a\":1},\"id\":7,\"items\":[{\"id\":1,\"secret\":0},{\"secret\":0}]}"))
        .isEqualTo("{\"sku\":7,\"items\":[{\"sku\":1},{}]}");
  }

  @Test
  void seesThroughEscapedNames() throws JsonProblem {
    assertThat(shape(null, "internal", null, null, "{\"int\\u0065rnal\":1,\"a\":2}"))
        .isEqualTo("{\"a\":2}");
    assertThat(shape(null, null, "ä\"=i\\d", null, "{\"i\\\\d\":1}")).isEqualTo("{\"ä\\\"\":1}");
  }

  @Test
  void replacesAMemberThatHasTheNewName() throws JsonProblem {
    assertThat(shape(null, null, "sku=id", null, "{\"sku\":0,\"a\":1,\"id\":7}"))
        .isEqualTo("{\"a\":1,\"sku\":7}");
    assertThat(shape(null, null, "sku=id", null, "{\"id\":7,\"a\":1,\"sku\":0}"))
        .isEqualTo("{\"sku\":7,\"a\":1}");
    assertThat(shape(null, null, "sku=id", null, "{\"sku\":0}")).isEqualTo("{\"sku\":0}");
    assertThat(shape(null, "id", "sku=id", null, "{\"sku\":0,\"id\":7}")).isEqualTo("{\"sku\":0}");
    assertThat(shape(null, null, "a=b,b=a", null, "{\"a\":1,\"b\":2}"))
        .isEqualTo("{\"b\":1,\"a\":2}");
  }

  @Test
  void unwrapsFirst() throws JsonProblem {
    var document = " {\"data\": {\"items\": [ {\"id\":1,\"x\":0} ] }} ";
    assertThat(shape(null, null, null, "data.items", document)).isEqualTo("[ {\"id\":1,\"x\":0} ]");
    assertThat(shape("id", null, "sku=id", "data.items", document)).isEqualTo("[ {\"sku\":1} ]");
    assertThat(shape("id", null, null, "data.items.0", document)).isEqualTo("{\"id\":1}");
    assertThat(shape(null, null, null, "a", "{\"a\":null}")).isEqualTo("null");
    assertThatThrownBy(() -> shape("id", null, null, "data.hits", document))
        .isInstanceOf(JsonProblem.class)
        .hasMessage("there is nothing to unwrap at data.hits");
  }

  @Test
  void copiesNothingIfNothingApplies() throws JsonProblem {
    var document = " { \"a\" : { \"b\" : [ 1 ] } } ".getBytes(UTF_8);
    assertThat(Shape.of("a.b", "x,a.y", "z=c", "").apply(document)).isSameAs(document);
    assertThat(Shape.of(null, " ", null, null).apply(document)).isSameAs(document);
    assertThat(Shape.of(null, " ", null, null).isNone()).isTrue();
  }

  @Test
  void keepsTheLastOfTwinsTheLast() throws JsonProblem {
    assertThat(shape("id", null, "sku=id", null, "{\"id\":1,\"x\":0,\"id\":2}"))
        .isEqualTo("{\"sku\":1,\"sku\":2}");
    assertThat(pick("a.b", "{\"a\":{\"b\":1},\"a\":5}")).isEqualTo("{\"a\":{\"b\":1},\"a\":null}");
    assertThat(shape(null, "a", null, null, "{\"a\":1,\"a\":2}")).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pick   | id,,name         | pick: nothing stands at character 4 of 'id,,name'
          pick   | id,a..b          | pick: a name is empty at character 6 of 'id,a..b'
          pick   | items[0].id      | pick: a bracket stands alone at character 6
          pick   | items[]id        | pick: a bracket stands alone at character 6
          pick   | id,[]            | pick: a path names nothing at character 4
          drop   | items[]          | drop: a path ends in []
          rename | sku              | rename: not one =
          rename | a=b=c            | rename: not one =
          rename | =id              | rename: nothing stands at character 1
          rename | sku=items[].id   | such as items[].new=items[].old
          rename | a=b,a=c          | rename: two members are given one name at character 5
          rename | a=c,b=c          | rename: a member is renamed twice
          rename | id=id            | rename: a member is given its own name
          unwrap | a..b             | unwrap: a name is empty at character 3 of 'a..b'
          unwrap | items[].id       | unwrap: 'items[].id' has many values
          """)
  void refusesListsWithTheirPosition(String list, String text, String message) {
    assertThatThrownBy(
            () ->
                Shape.of(
                    list.equals("pick") ? text : null,
                    list.equals("drop") ? text : null,
                    list.equals("rename") ? text : null,
                    list.equals("unwrap") ? text : null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("expected: ");
  }

  private static String pick(String pick, String document) throws JsonProblem {
    return shape(pick, null, null, null, document);
  }

  private static String shape(
      @Nullable String pick,
      @Nullable String drop,
      @Nullable String rename,
      @Nullable String unwrap,
      String document)
      throws JsonProblem {
    var shaped = Shape.of(pick, drop, rename, unwrap).apply(document.getBytes(UTF_8));
    assertThat(JsonScan.check(shaped)).isEqualTo(JsonScan.VALID);
    return new String(shaped, UTF_8);
  }
}
