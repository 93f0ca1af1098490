package io.serai.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  private static String compact(Object value) {
    return new String(JsonWriter.compact(value), StandardCharsets.UTF_8);
  }

  @Test
  void writesPlainValuesWithoutASpace() {
    var members = new LinkedHashMap<String, Object>();
    members.put("a", List.of(1, 2L, 0.5, true));
    members.put("b", Map.of());
    members.put("c", List.of());
    members.put("d", Thread.State.NEW);
    assertThat(compact(members))
        .isEqualTo("{\"a\":[1,2,0.5,true],\"b\":{},\"c\":[],\"d\":\"NEW\"}");
  }

  @Test
  void writesNullAndWhatIsNoNumberAsNull() {
    var list = new ArrayList<>();
    list.add(null);
    list.add(Double.NaN);
    list.add(Double.POSITIVE_INFINITY);
    assertThat(compact(list)).isEqualTo("[null,null,null]");
  }

  @Test
  void escapesWhatJsonWouldNotTakeAndNothingElse() {
    assertThat(compact("\"\\\n/ü€\uD83D\uDE00")).isEqualTo("\"\\\"\\\\\\u000a/ü€\uD83D\uDE00\"");
    assertThat(compact(Map.of("a\"b", 1))).isEqualTo("{\"a\\\"b\":1}");
  }

  @Test
  void givesPeopleALineForEachMember() {
    var members = new LinkedHashMap<String, Object>();
    members.put("state", "ready");
    members.put("units", List.of("a", "b"));
    members.put("none", List.of());
    assertThat(JsonWriter.pretty(members))
        .isEqualTo(
            """
            {
              "state" : "ready",
              "units" : [
                "a",
                "b"
              ],
              "none" : []
            }""");
  }
}
