package io.serai.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {

  /** More than any one of them may make on its way to its end. */
  private static final long MOST = 600L << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[range(1e12)]",
        "range(1e9)",
        "def f: f; f",
        "def f: 1, f; f",
        "def f(n): if n == 0 then 0 else f(n - 1) + f(n - 1) end; f(60)",
        "\"x\" * 1e9",
        "1e9 * \"x\"",
        "[limit(1e9; repeat(1))]",
        "last(range(1e9))",
        "reduce range(1e9) as $i (0; . + $i)",
        "reduce range(60) as $i (\"x\"; . + .)",
        "reduce range(60) as $i ([1]; . + .)",
        "reduce range(60) as $i (1; [., .])",
        "reduce range(60) as $i (1; [., .]) | tojson",
        "reduce range(60) as $i (1; [., .]) | \"\\(.)\"",
        "reduce range(60) as $i (1; [., .]) | . == [.[1], .[0]]",
        "reduce range(60) as $i (\"\\\"\"; tojson)",
        "reduce range(60) as $i (\"x\"; \"\\(.)\\(.)\")",
        "reduce range(1e9) as $i (3; . * .)",
        "reduce range(100000) as $i (0; [.])",
        "[range(100)] | [.[] as $a | .[] as $b | .[] as $c | .[] as $d | 1]",
        "[range(10)] | [[., ., ., ., ., ., ., ., ., .] | combinations]",
        ".[1e9] = 1",
        "setpath([1e9]; 1)",
        "try error(\"x\") catch (def f: f; f)",
        "[limit(1e9; repeat(1))]?",
        "(\"a\" * 40) + \"b\" | test(\"^(a|a)*$\")",
        "(\"a\" * 100000) | gsub(\"a\"; \"b\" * 100000)",
        "[range(1000)] | join(\"x\" * 100000)",
        "\"ab\" * 1000000 | explode",
        "\"ab\" * 1000000 | split(\"\")",
        "while(true; .)",
        "until(false; .)",
        "recurse([.])",
        "[range(30000)] | del(.[])",
        "[range(30000) | {a: .}] | del(.[].a)",
      })
  void endsAtABoundAndSaysWhich(String program) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var made = new long[1];
    var loop =
        new Thread(
            () -> {
              long before = allocated();
              try {
                new Run().json(program);
              } catch (Throwable e) {
                thrown.set(e);
              }
              made[0] = allocated() - before;
            });
    loop.start();
    loop.join(20_000);
    assertThat(loop.isAlive()).as("hangs").isFalse();
    assertThat(thrown.get())
        .isInstanceOf(JqFailed.class)
        .message()
        .startsWith("jq '" + JqFailed.start(program) + "': it")
        .matches(".*(jq.maxSteps|jq.timeout|jq.maxResult|deeply).*");
    assertThat(made[0]).isLessThan(MOST);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void whatAScreenNeedsIsFarFromThem() {
    var run = new Run().settings(Map.of("jq.timeout", "60s"));
    var items = new StringBuilder("[");
    for (int i = 0; i < 1_000; i++) {
      items.append(i == 0 ? "" : ",");
      items.append("{\"id\":%d,\"score\":%d.5,\"tags\":[\"a\",\"b\"]}".formatted(i, i * 7 % 1000));
    }
    run.body(items.append("]").toString());
    assertThat(run.json("sort_by(-.score) | map(select(.id > 9) | {id, t: .tags[0]}) | length"))
        .isEqualTo("990");
  }

  @Test
  void theRequestsDeadlineIsOneToo() {
    assertThatThrownBy(() -> new Run().nanosLeft(1_000_000).json("last(range(900000))"))
        .hasMessageContaining("the request's deadline");
  }

  @Test
  void aNumberOfAMillionDigitsIsNone() {
    assertThatThrownBy(() -> new Run().json("\"9\" * 1000000 | tonumber"))
        .hasMessageContaining("too long for a number");
    assertThat(new Run().json("[\"12.5\", 3] | map(tonumber)")).isEqualTo("[12.5,3]");
  }

  @Test
  void deletingWhatAScreenDeletesIsFarFromThem() {
    var run = new Run().settings(Map.of("jq.timeout", "60s"));
    assertThat(run.json("[range(1000)] | del(.[] | select(. > 0)) | length")).isEqualTo("1");
  }

  @Test
  void theyAreSettings() {
    assertThatThrownBy(
            () -> new Run().settings(Map.of("jq.maxSteps", "1000")).json("last(range(2000))"))
        .hasMessageContaining("more than 1000 steps (jq.maxSteps)");
    assertThatThrownBy(
            () -> new Run().settings(Map.of("jq.maxResult", "1KiB")).json("[range(2000)]"))
        .hasMessageContaining("more than 1024 bytes (jq.maxResult)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "[1", "[1] 2", "1e999999999", "<html>", "nul"})
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> new Run().body(body).json(".")).hasMessageContaining("input");
  }

  @Test
  void refusesADeepInput() {
    assertThatThrownBy(() -> new Run().body("[".repeat(100_000)).json("."))
        .isInstanceOf(JqFailed.class)
        .hasMessageContaining("nesting depth");
  }
}
