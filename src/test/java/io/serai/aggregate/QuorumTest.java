package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.mine;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QuorumTest {
  @RegisterExtension final Route route = new Route();

  private static String ofThree(String type, int quorum) {
    return mine(type, "quorum: " + quorum, call("a"), call("b"), call("c"));
  }

  private Calls load(String type) {
    route.yaml(ofThree(type, 2));
    return route.calls.on("a", End.with("{\"x\":1}")).on("b", End.with("{\"y\":2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Keyed  | {"a":{"x":1},"b":{"y":2}}
          Merge  | {"x":1,"y":2}
          Concat | [{"x":1},{"y":2}]
          """)
  void soManyAreEnoughThoughEveryPartIsRequired(String type, String document) throws Exception {
    load(type).on("c", End.failing(500));
    assertThat(text(route.answer())).isEqualTo(document);
  }

  @Test
  void theLastIsWaitedForThoughEnoughHaveCome() throws Exception {
    load("Keyed").on("c", End.with("3").after(100));
    assertThat(text(route.answer())).isEqualTo("{\"a\":{\"x\":1},\"b\":{\"y\":2},\"c\":3}");
  }

  @Test
  void atTheDeadlineThoseThatHaveComeAreEnough() throws Exception {
    route.deadline(Duration.ofMillis(300));
    load("Keyed").on("a", End.never());
    assertThat(text(route.answer())).isEqualTo("{\"b\":{\"y\":2},\"c\":{\"name\":\"c\"}}");
    assertThat(route.calls.cancelled).containsExactly("a");
  }

  @Test
  void atTheDeadlineTooFewAreATimeout() throws Exception {
    route.deadline(Duration.ofMillis(300));
    load("Keyed").on("a", End.never()).on("c", End.never());
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("a");
              assertThat(failure.status()).isEqualTo(504);
            });
  }

  @Test
  void itFailsAsSoonAsTooFewCanComeAndCancelsTheRest() throws Exception {
    load("Keyed").on("a", End.never()).on("b", End.failing(404)).on("c", End.failing(500));
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("b");
              assertThat(failure.status()).isEqualTo(404);
            });
    assertThat(route.calls.cancelled).containsExactly("a");
  }

  @Test
  void aFallbackStandsInTheDocumentAndDoesNotCount() throws Exception {
    load("Keyed").on("a", End.fallback("0"));
    assertThat(text(route.answer())).isEqualTo("{\"a\":0,\"b\":{\"y\":2},\"c\":{\"name\":\"c\"}}");
    route.calls.on("c", End.failing(500));
    assertThat(route.answer().getException()).hasMessageStartingWith("c: ");
  }

  @Test
  void refusesOneThatCanNeverBeReached() {
    assertThatThrownBy(() -> route.yaml(ofThree("Keyed", 4)))
        .rootCause()
        .hasMessageContaining("route r, multicast")
        .hasMessageContaining("quorum: 4 of 3 branches (expected: 1 to 3)");
  }

  @Test
  void refusesOneOfNothing() {
    assertThatThrownBy(() -> route.yaml(ofThree("Keyed", 0)))
        .rootCause()
        .hasMessageContaining("quorum: 0 (expected: a number of parts, 1 or more)");
  }
}
