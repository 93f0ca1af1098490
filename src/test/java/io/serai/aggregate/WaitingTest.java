package io.serai.aggregate;

import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.aggregate.Calls.End;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitingTest {
  @RegisterExtension final Route route = new Route();

  @Test
  void waitsForJustThePartItRefersTo() throws Exception {
    parallel(call("late", "after: first"), call("first", ""), call("never", ""), call("free", ""));
    route.calls.on("never", End.never());
    var answer = route.send("x");
    Awaitility.await().until(() -> route.calls.started.size() == 4);
    assertThat(route.calls.started).containsExactly("first", "never", "free", "late");
    var request = route.request;
    if (request != null) {
      route.loop.execute(request::end);
    }
    assertThat(answer.get(5, TimeUnit.SECONDS).getException()).isNotNull();
  }

  @Test
  void keepsTheOrderOfTheFile() throws Exception {
    parallel(call("a", "after: b c"), call("b", "after: c"), call("c", ""));
    assertThat(text(route.answer()))
        .isEqualTo("{\"a\":{\"name\":\"a\"},\"b\":{\"name\":\"b\"},\"c\":{\"name\":\"c\"}}");
    assertThat(route.calls.started).isEqualTo(List.of("c", "b", "a"));
  }

  @Test
  void goesOnWithoutAnOptionalPartThatFailed() throws Exception {
    parallel(call("a", "optional: true"), call("b", "after: a"));
    route.calls.on("a", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("{\"b\":{\"name\":\"b\"}}");
  }

  @Test
  void takesALongChainThatEndsAtOnce() throws Exception {
    var calls = new String[1_000];
    for (int k = 0; k < calls.length; k++) {
      calls[k] = call("p" + k, k + 1 < calls.length ? "after: p" + (k + 1) : "");
      route.calls.on("p" + k, End.atOnce("1"));
    }
    parallel(calls);
    assertThat(text(route.answer())).startsWith("{\"p0\":1,").endsWith("\"p999\":1}");
  }

  @Test
  void refusesACycle() {
    assertThatThrownBy(
            () -> parallel(call("a", "after: b"), call("b", "after: a"), call("c", "after: a")))
        .rootCause()
        .hasMessageContaining("the parts a, b, c wait for each other");
  }

  private void parallel(String... branches) {
    route.steps(
        "- multicast:\n    parallelProcessing: true\n    aggregationStrategy: \"#keyed\"\n"
            + "    steps:\n"
            + String.join("\n", branches).indent(6));
  }

  private static String call(String name, String more) {
    return "- to: { uri: \"part:%s\", parameters: { as: %s%s } }"
        .formatted(name, name, more.isEmpty() ? "" : ", " + more);
  }
}
