package io.serai.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  private final Map<String, String> files = new HashMap<>();
  private final Schemas schemas =
      new Schemas(
          path -> {
            var text = files.get(path);
            return text == null ? null : text.getBytes(UTF_8);
          },
          // As a rule, but for a machine that has other things to do.
          new Bounds(Bounds.DEFAULT.maxSteps(), Duration.ofMinutes(1).toNanos()));

  private @Nullable Violations check(String schema, String body) {
    return schemas.read(schema).check(body.getBytes(UTF_8));
  }

  private Violations broken(String schema, String body) {
    var violations = check(schema, body);
    return Objects.requireNonNull(violations, "it holds");
  }

  @ParameterizedTest
  @CsvSource({
    "http://json-schema.org/draft-04/schema#, 4",
    "http://json-schema.org/draft-04/schema, 4",
    "http://json-schema.org/draft-06/schema#, 6",
    "http://json-schema.org/draft-07/schema#, 6",
    "https://json-schema.org/draft/2019-09/schema, 6",
    "https://json-schema.org/draft/2020-12/schema, 6",
  })
  void eachDraftIsReadByItsOwnRules(String draft, int like) {
    var exclusive =
        like == 4 ? "\"minimum\":0,\"exclusiveMinimum\":true" : "\"exclusiveMinimum\":0";
    var schema =
        "{\"$schema\":\"%s\",\"properties\":{\"price\":{\"type\":\"number\",%s}},\"required\":[\"price\"]}"
            .formatted(draft, exclusive);
    assertThat(check(schema, "{\"price\":0.01}")).isNull();
    assertThat(broken(schema, "{\"price\":0}").list())
        .extracting(Violation::pointer)
        .containsExactly("/price");
    assertThat(broken(schema, "{}").list())
        .containsExactly(new Violation("", "required", "required property 'price' not found"));
  }

  @Test
  void withoutADraftItIs202012() {
    assertThat(check("{\"prefixItems\":[{\"type\":\"string\"}]}", "[1]")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, true, \"1\", \"true\", null, \"null\", [1], {\"a\":1}] | true",
        "[[\"a\",\"b\"], [\"ab\"], [\"a,b\"], [[\"a\"],\"b\"], []] | true",
        "[1, 1.0] | false",
        "[100, 1e2] | false",
        "[0, -0.0] | false",
        "[{\"a\":1,\"b\":2}, {\"b\":2.0,\"a\":1}] | false",
        "[{\"a\":1,\"b\":2}, {\"a\":2,\"b\":1}] | true",
      })
  void itemsAreUniqueByValue(String body, boolean unique) {
    for (var draft : List.of("draft-04/schema#", "draft-07/schema#")) {
      var schema =
          "{\"$schema\":\"http://json-schema.org/%s\",\"uniqueItems\":true}".formatted(draft);
      assertThat(check(schema, body) == null).isEqualTo(unique);
    }
    assertThat(check("{\"uniqueItems\":true}", body) == null).isEqualTo(unique);
    assertThat(check("{\"uniqueItems\":false}", body)).isNull();
  }

  /** With the library's own check it takes 20 s and more. */
  @Test
  @Timeout(10)
  void stringsOfOneHashTakeNoLongerThanOthers() {
    var body = new StringBuilder("[");
    for (int i = 0; i < 29_000; i++) {
      body.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 15; bit++) {
        body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      body.append('"');
    }
    assertThat(check("{\"uniqueItems\":true}", body.append(']').toString())).isNull();
  }

  @Test
  void violationsTellPointerKeywordAndMessage() {
    var violations =
        broken(
            """
            {"properties":{"items":{"items":{"properties":{"price":{"minimum":0},
             "a/b~c":{"type":"string"}}}}}}""",
            "{\"items\":[{\"price\":-1},{\"a/b~c\":7}]}");
    assertThat(violations.list())
        .containsExactly(
            new Violation("/items/0/price", "minimum", "must have a minimum value of 0"),
            new Violation("/items/1/a~1b~0c", "type", "integer found, string expected"));
    assertThat(new String(JsonWriter.compact(violations.members()), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"violations\":[{\"pointer\":\"/items/0/price\",\"keyword\":\"minimum\",\"message\":"
                + "\"must have a minimum value of 0\"},{\"pointer\":\"/items/1/a~1b~0c\",\"keyword\":"
                + "\"type\",\"message\":\"integer found, string expected\"}]}");
  }

  @Test
  void moreThanTwentyAreCut() {
    var violations = broken("{\"items\":{\"type\":\"string\"}}", "[0" + ",0".repeat(30) + "]");
    assertThat(violations.list()).hasSize(20);
    assertThat(violations.truncated()).isTrue();
    assertThat(violations.members().get("truncated")).isEqualTo(true);
  }

  @Test
  void aMegabyteOfMistakesIsGivenUpSoon() {
    var violations = broken("{\"items\":{\"type\":\"string\"}}", "[0" + ",0".repeat(500_000) + "]");
    assertThat(violations.truncated()).isTrue();
    assertThat(violations.list()).isNotEmpty();
  }

  @Test
  void whatFailsAsAnAlternativeIsNoMistakeHoweverOften() {
    var schema = "{\"items\":{\"oneOf\":[{\"minimum\":5},{\"maximum\":2}]}}";
    assertThat(check(schema, "[1" + ",1".repeat(100_000) + "]")).isNull();
    assertThat(broken(schema, "[1" + ",1".repeat(100_000) + ",3]").list())
        .extracting(Violation::pointer)
        .contains("/100001");
  }

  @Test
  void aValueIsNeverEchoedAtLength() {
    var violations =
        broken("{\"enum\":[\"a\"],\"maxLength\":3}", "\"" + "secret".repeat(100) + "\"");
    assertThat(violations.list()).noneMatch(each -> each.message().contains("secret"));
    assertThat(
            broken("{\"additionalProperties\":false}", "{\"" + "x".repeat(9_999) + "\":1}")
                .list()
                .get(0)
                .message())
        .hasSizeLessThan(210);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"multipleOf\":0.01} | 19.99 | true",
        "{\"multipleOf\":0.01} | 19.999 | false",
        "{\"multipleOf\":2} | 9007199254740993 | false",
        "{\"multipleOf\":2} | 90071992547409930000000000000000000001 | false",
        "{\"type\":\"integer\",\"maximum\":100} | 1e30 | false",
        "{\"type\":\"integer\",\"maximum\":100} | 18446744073709551617 | false",
        "{\"type\":\"integer\"} | 18446744073709551617 | true",
        "{\"type\":\"integer\"} | 1.0 | true",
        "{\"maximum\":0.3} | 0.30000000000000000001 | false",
        "{\"const\":9007199254740993} | 9007199254740992 | false",
        "{\"multipleOf\":0.01} | 1e999999999 | false",
      })
  @Timeout(20)
  void numbersKeepTheirPrecision(String schema, String number, boolean holds) {
    assertThat(check(schema, number) == null).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,} | invalid JSON at byte 7",
        "{\"a\":1,\"a\":2} | a member twice",
        "[1e5000] | a number with an exponent",
      })
  void whatIsNoJsonIsTold(String body, String fault) {
    assertThat(broken("{}", body).fault()).startsWith(fault);
  }

  @Test
  void referencesLeadToFilesBesideAndToDefinitions() {
    files.put(
        "schemas/order.json",
        """
        {"properties":{"to":{"$ref":"address.json"},"by":{"$ref":"../common.json#/$defs/name"},
         "id":{"$ref":"#/$defs/id"}},"$defs":{"id":{"type":"integer"}}}""");
    files.put("schemas/address.json", "{\"required\":[\"city\"]}");
    files.put("common.json", "{\"$defs\":{\"name\":{\"type\":\"string\"}}}");
    assertThat(broken("file:schemas/order.json", "{\"to\":{},\"by\":1,\"id\":\"x\"}").list())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/to", "/by", "/id");
  }

  @Test
  void anIdOfItsOwnLeavesReferencesBeside() {
    files.put(
        "schemas/order.json",
        "{\"$id\":\"https://example.com/s/order.json\",\"properties\":{\"to\":{\"$ref\":\"address.json\"}}}");
    files.put(
        "schemas/address.json",
        "{\"$id\":\"https://example.com/s/address.json\",\"required\":[\"city\"]}");
    assertThat(broken("file:schemas/order.json", "{\"to\":{}}").list()).hasSize(1);
  }

  @Test
  void oneSchemaIsCompiledOnce() {
    files.put("a.json", "{}");
    assertThat(schemas.read("file:a.json")).isSameAs(schemas.read("file:a.json"));
  }

  private void refused(String schema, String... says) {
    assertThatThrownBy(() -> schemas.read(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void whatCantWorkIsRefusedWithFileAndLine() {
    refused("file:no.json", "file:no.json", "no such file", "expected");
    refused("file:../no.json", "file:../no.json", "expected");
    refused("https://example.com/a.json", "expected");
    files.put("a.json", "{\n \"type\":\n}");
    refused("file:a.json", "file:a.json line 3", "no JSON");
    files.put("b.json", "{\n\n \"minimum\": \"x\"}");
    refused("file:b.json", "file:b.json line 3", "/minimum", "number expected");
    files.put("c.json", "{\n \"$schema\": \"http://json-schema.org/draft-03/schema#\"}");
    refused("file:c.json", "file:c.json line 2", "draft-03", "draft-04", "2020-12");
    files.put("d.json", "{\"properties\":{\n\n\"x\":{\n\"$ref\": \"#/$defs/x\"}}}");
    refused("file:d.json", "file:d.json line 4", "#/$defs/x", "leads nowhere");
    files.put("e.json", "{\n\"$ref\": \"https://example.com/x.json\"}");
    refused(
        "file:e.json", "file:e.json line 2", "https://example.com/x.json", "nothing is fetched");
    files.put("f.json", "{\n\"$ref\": \"other.json\"}");
    refused("file:f.json", "file:f.json line 2", "other.json", "leads nowhere");
    files.put("g.json", "{\n\n\"pattern\": \"^(?=a)b\"}");
    refused("file:g.json", "file:g.json line 3", "^(?=a)b", "backtracking");
    files.put("h.json", "{\n\"$ref\": \"../../../etc/passwd\"}");
    refused("file:h.json", "file:h.json line 2", "leads nowhere");
    files.put("i.json", "{\n\"$ref\": \"f.json\"}");
    refused("file:i.json", "file:f.json line 2", "other.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^([a-z]+)*[0-9]$"})
  void patternsThatBacktrackElsewhereTakeTimeInProportion(String pattern) {
    var schema = "{\"pattern\":\"" + pattern + "\"}";
    var text = "\"" + "a".repeat(20_000) + "!\"";
    check(schema, "\"a\"");
    long began = System.nanoTime();
    assertThat(check(schema, text)).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  @Timeout(20)
  void aPatternThatFillsTheMemoryIsNone() {
    refused("{\"pattern\":\"((a{1000}){1000}){1000}\"}", "too large", "maxLength");
    var schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"format\":\"regex\"}";
    assertThat(check(schema, "\"((a{1000}){1000}){1000}\"")).isNotNull();
    assertThat(check(schema, "\"^[a-z]{1,64}$\"")).isNull();
  }

  @Test
  @Timeout(20)
  void formatsThatBacktrackGetNoLongTexts() {
    var schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"format\":\"email\"}";
    assertThat(check(schema, "\"" + "@".repeat(500_000) + " \"")).isNotNull();
    assertThat(check(schema, "\"a@example.com\"")).isNull();
  }

  @Test
  void patternsMeanWhatEcmaScriptMeans() {
    assertThat(check("{\"pattern\":\"^[\\\\u0041-\\\\u0043]\\\\d$\"}", "\"B7\"")).isNull();
    assertThat(check("{\"pattern\":\"b\"}", "\"abc\"")).isNull();
  }

  @Test
  void nestingBeyondTheStackIsAFaultAndNoError() {
    var schema =
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"anyOf\":[{\"items\":{\"$ref\":\"#/$defs/n\"}}]}}}";
    // Either is right, depending on the stack: it holds, or it was too deep.
    var violations = check(schema, "[".repeat(500) + "]".repeat(500));
    assertThat(violations == null || !violations.fault().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"requierd\":[\"a\"]} | /requierd Did you mean required?",
        "{\"items\":{\"allOf\":[{},{\"addtionalProperties\":false}]}} |"
            + " /items/allOf/1/addtionalProperties Did you mean additionalProperties?",
        "{\"$defs\":{\"a/b\":{\"colour\":1}}} | /$defs/a~1b/colour ",
        "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"const\":1} | /const ",
      })
  void aWordWithoutEffectIsTold(String schema, String told) {
    schemas.read(schema);
    assertThat(schemas.unknownKeywords())
        .singleElement()
        .satisfies(word -> assertThat(word.pointer() + " " + word.question()).startsWith(told));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\":{\"requierd\":{\"type\":\"string\"}},\"enum\":[{\"typ\":1}]}",
        "{\"x-owner\":\"us\",\"title\":\"t\",\"$comment\":\"c\",\"examples\":[{\"a\":1}]}",
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"$defs\":{\"a\":{}},"
            + "\"if\":{\"const\":1},\"then\":{\"readOnly\":true},\"contentMediaType\":\"a/b\"}",
        "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"id\":\"a\",\"format\":\"date\","
            + "\"dependencies\":{\"a\":[\"b\"]},\"exclusiveMinimum\":true,\"minimum\":1}",
        "{\"$id\":\"https://example.com/a\",\"$anchor\":\"a\",\"unevaluatedProperties\":false,"
            + "\"dependentRequired\":{\"a\":[\"b\"]},\"minContains\":1,\"contains\":{}}",
      })
  void whatIsAKeywordOrANameIsNoWordWithoutEffect(String schema) {
    schemas.read(schema);
    assertThat(schemas.unknownKeywords()).isEmpty();
  }

  @Test
  void whatWasLookedAtIsToldApartByTheWayThere() {
    // A node is closed here and open there, by what stands beside the reference.
    var schema =
        """
        {"$ref":"#/$defs/open","$defs":{
         "node":{"properties":{"name":true,"open":{"$ref":"#/$defs/open"},
                               "closed":{"$ref":"#/$defs/closed"}}},
         "open":{"$ref":"#/$defs/node"},
         "closed":{"$ref":"#/$defs/node","unevaluatedProperties":false}}}""";
    assertThat(check(schema, "{\"x\":1,\"open\":{\"x\":1,\"closed\":{\"name\":1}}}")).isNull();
    var nested = "{\"closed\":{\"open\":{\"x\":1,\"closed\":{\"name\":1,\"open\":{},\"x\":1}}}}";
    assertThat(broken(schema, nested).list())
        .extracting(Violation::pointer)
        .contains("/closed/open/closed")
        .doesNotContain("/closed/open");
  }
}
