package io.serai.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schema and a megabyte of a client's can make of each other. */
class SchemaBoundsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final Bounds BY_TIME = new Bounds(Integer.MAX_VALUE, TIMEOUT.toNanos());

  private static @Nullable Violations check(String schema, String body, Bounds bounds) {
    return new Schemas(path -> null, bounds).read(schema).check(body.getBytes(UTF_8));
  }

  private static String list(IntFunction<String> each) {
    var list = new StringBuilder(MEGABYTE + 100).append('[').append(each.apply(0));
    for (int i = 1; list.length() < MEGABYTE - 100; i++) {
      list.append(',').append(each.apply(i));
    }
    return list.append(']').toString();
  }

  private static String object(IntFunction<String> name, String value) {
    var members = list(i -> "\"" + name.apply(i) + "\":" + value);
    return "{" + members.substring(1, members.length() - 1) + "}";
  }

  private static String many(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }

  /** Each level asks the next one twice; nothing keeps to the last one. */
  private static String doubling(String keyword, String last) {
    return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{\"d26\":"
        + last
        + ","
        + many(
            26,
            i ->
                "\"d%d\":{\"%s\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                    .formatted(i, keyword, i + 1, i + 1))
        + "}}";
  }

  static Arguments[] endless() {
    var nothing = "{\"maxItems\":0}";
    var deep = "[".repeat(400) + list(i -> "1") + "]".repeat(400);
    return new Arguments[] {
      Arguments.of("anyOf in anyOf", doubling("anyOf", nothing), list(i -> "1")),
      Arguments.of("oneOf in oneOf", doubling("oneOf", nothing), list(i -> "1")),
      Arguments.of("allOf in allOf", doubling("allOf", "{\"minItems\":1}"), list(i -> "1")),
      Arguments.of(
          "two ways down at each level",
          "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"anyOf\":["
              + "{\"items\":{\"$ref\":\"#/$defs/n\"},\"maxItems\":0},"
              + "{\"items\":{\"$ref\":\"#/$defs/n\"}},{\"type\":\"string\"}]}}}",
          "[".repeat(200) + "1" + "]".repeat(200)),
      Arguments.of(
          "what is equal, asked at every level",
          "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"uniqueItems\":true,"
              + "\"items\":{\"$ref\":\"#/$defs/n\"}}}}",
          "[".repeat(400) + list(i -> "" + i) + "]".repeat(400)),
      Arguments.of(
          "hashes at every level",
          "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"not\":{\"enum\":[[[]],{}]},"
              + "\"items\":{\"$ref\":\"#/$defs/n\"}}}}",
          deep),
      Arguments.of(
          "many patterns of names, many names",
          "{\"patternProperties\":{" + many(2_000, i -> "\"x(a|b)*" + i + "$\":{}") + "}}",
          object(i -> "xababab" + i, "1")),
      Arguments.of(
          "a large pattern, a long text",
          "{\"pattern\":\"^(a?b?){1000}(ab|ba)*c$\"}",
          "\"" + "ab".repeat(MEGABYTE / 2) + "\""),
      Arguments.of(
          "many names, in many small objects",
          "{\"items\":{\"properties\":{" + many(5_000, i -> "\"p" + i + "\":{}") + "}}}",
          list(i -> "{}")),
      Arguments.of(
          "a circle that has to be told apart",
          "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"anyOf\":["
              + "{\"items\":{\"$ref\":\"#/$defs/n\"},\"maxItems\":0},"
              + "{\"items\":{\"$ref\":\"#/$defs/n\"}},{\"type\":\"string\"}],"
              + "\"unevaluatedItems\":false}}}",
          "[".repeat(200) + "1" + "]".repeat(200)),
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endless")
  void aCheckEndsInTime(String what, String schema, String body) {
    var read = new Schemas(path -> null, BY_TIME).read(schema);
    var bytes = body.getBytes(UTF_8);
    long began = System.nanoTime();
    var violations = Objects.requireNonNull(read.check(bytes), "it holds");
    var took = Duration.ofNanos(System.nanoTime() - began);
    // Where nothing keeps to it, there may be enough to tell before the time is up.
    assertThat(violations.isChecked() ? "" : violations.bound())
        .isIn("", "longer than 200 ms (schema.timeout)");
    assertThat(violations.isChecked()).isEqualTo(violations.truncated());
    // Reading a megabyte comes on top, and machines have other things to do.
    assertThat(took).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void theSameBodyEndsAtTheSameStepOnAnyMachine() {
    var schema = doubling("allOf", "{\"minItems\":1}");
    var bounds = new Bounds(50_000, Duration.ofMinutes(1).toNanos());
    var violations = Objects.requireNonNull(check(schema, "[1]", bounds), "it holds");
    assertThat(violations.bound()).isEqualTo("more than 50000 steps (schema.maxSteps)");
    assertThat(violations.summary()).contains("takes more").doesNotContain("schema.maxSteps");
    assertThat(violations.first()).contains("schema.maxSteps");
  }

  @Test
  void aLargeBodyOfAnOrdinaryKindIsFarFromItsBounds() {
    var schema =
        """
        {"items":{"type":"object","required":["sku","price"],"properties":{
         "sku":{"type":"string","pattern":"^[A-Z]{2}-[0-9]+$"},
         "price":{"type":"number","minimum":0,"multipleOf":0.01},
         "tags":{"type":"array","uniqueItems":true,"items":{"enum":["new","sale"]}}}}}""";
    var body = list(i -> "{\"sku\":\"AB-" + i + "\",\"price\":19.99,\"tags\":[\"new\",\"sale\"]}");
    var bounds = new Bounds(1_000_000, Duration.ofMinutes(1).toNanos());
    assertThat(check(schema, body, bounds)).isNull();
  }

  @Test
  void waysThroughASchemaThatClientsFindLeaveNothingBehind() {
    var schema =
        new Schemas(path -> null, Bounds.DEFAULT)
            .read(
                "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{"
                    + "\"a\":{\"$ref\":\"#/$defs/n\"},\"b\":{\"$ref\":\"#/$defs/n\"}}}}}");
    var random = new Random(7);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long most = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 200; i++) {
      var body = new StringBuilder();
      for (int level = 0; level < 200; level++) {
        body.append(random.nextBoolean() ? "{\"a\":" : "{\"b\":");
      }
      var bytes = body.append("{}").append("}".repeat(200)).toString().getBytes(UTF_8);
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(schema.check(bytes)).isNull();
      long once = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(schema.check(bytes)).isNull();
      long again = threads.getCurrentThreadAllocatedBytes() - before - once;
      if (i > 0) {
        most = Math.max(most, once);
        least = Math.min(least, again);
      }
    }
    // A way that is new costs what a known one does: nothing was made for it.
    assertThat(most).isLessThan(2 * least);
  }
}
