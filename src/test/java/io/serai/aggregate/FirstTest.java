package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.PartFailed;
import io.serai.aggregate.Calls.End;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FirstTest {
  @RegisterExtension final Route route = new Route();

  private static String first(boolean parallel, String... branches) {
    return Route.keyed(branches)
        .replace("#keyed", "#first")
        .replace("parallelProcessing: true", "parallelProcessing: " + parallel);
  }

  private Outcome part(String name) {
    return Objects.requireNonNull(Objects.requireNonNull(route.request).parts().get(name));
  }

  @Test
  void theFirstSuccessIsTheDocumentAndTheOthersAreCancelled() throws Exception {
    route.steps(first(true, call("a"), call("b"), call("c")));
    route.calls.on("a", End.never()).on("b", End.with("[1]").after(20)).on("c", End.never());
    var exchange = route.answer();
    assertThat(text(exchange)).isEqualTo("[1]");
    assertThat(exchange.getVariable("b", String.class)).isEqualTo("[1]");
    assertThat(exchange.getVariable("a")).isNull();
    assertThat(route.calls.cancelled).containsExactlyInAnyOrder("a", "c");
    assertThat(part("a").verdict()).isEqualTo(Verdict.IGNORED);
  }

  @Test
  void failuresSkipsAndWhatIsNoJsonWaitForTheOthers() throws Exception {
    route.steps(first(true, call("a"), call("b"), call("c"), call("d")));
    route
        .calls
        .on("a", End.failing(500))
        .on("b", End.skipped())
        .on("c", new End(0, 200, "<html>", false))
        .on("d", End.with("{\"d\":1}").after(50));
    assertThat(text(route.answer())).isEqualTo("{\"d\":1}");
    assertThat(part("c").reason()).isEqualTo("answered no JSON but text/html");
  }

  @Test
  void whenAllHaveFailedTheFirstInTheFileSpeaks() throws Exception {
    route.steps(first(true, call("s"), call("a"), call("b")));
    route
        .calls
        .on("s", End.skipped())
        .on("a", End.failing(500).after(50))
        .on("b", End.failing(404));
    assertThat(route.answer().getException())
        .isInstanceOf(PartFailed.class)
        .hasMessageStartingWith("a:");
  }

  @Test
  void whatIsOutstandingAtTheDeadlineHasFailed() throws Exception {
    route.deadline(Duration.ofMillis(300)).steps(first(true, call("a"), call("b")));
    route.calls.on("a", End.never()).on("b", End.failing(500));
    assertThat(route.answer().getException())
        .isInstanceOfSatisfying(
            PartFailed.class,
            failure -> {
              assertThat(failure.part()).isEqualTo("a");
              assertThat(failure.status()).isEqualTo(504);
            });
  }

  @Test
  void oneAfterAnotherTheNextIsTriedOnlyWhenOneHasFailed() throws Exception {
    route.steps(first(false, call("a"), call("b"), call("c")));
    route.calls.on("a", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("{\"name\":\"b\"}");
    assertThat(route.calls.started).containsExactly("a", "b");
  }

  @Test
  void aFallbackIsTakenWhenNoBackendHasSucceeded() throws Exception {
    route.steps(first(true, call("a"), call("b")));
    route.calls.on("a", End.fallback("[]")).on("b", End.with("[2]").after(50));
    assertThat(text(route.answer())).isEqualTo("[2]");
    route.calls.on("b", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("[]");
  }

  @Test
  void branchesMayBeSteps() throws Exception {
    route.bind("body", e -> e.getMessage().setBody("[\"steps\"]"));
    route.steps(
        first(
            true,
            call("a"),
            """
            pipeline:
              steps:
                - to: { uri: "part:b", parameters: { as: b } }
                - process: { ref: "#body" }
            """));
    route.calls.on("a", End.failing(500));
    assertThat(text(route.answer())).isEqualTo("[\"steps\"]");
  }

  private static String mirrors(boolean parallel) {
    return Route.keyed(
        call("user"),
        first(
                parallel,
                "to: { uri: \"part:near\", parameters: { as: price } }",
                "to: { uri: \"part:far\", parameters: { as: price } }")
            .replaceFirst("- ", ""),
        "to: { uri: \"part:tax\", parameters: { as: tax, after: price } }");
  }

  @Test
  void mirrorsOfOnePartShareItsNameAndStandUnderIt() throws Exception {
    route.steps(mirrors(true));
    route.calls.on("near", End.never()).on("far", End.with("5").after(20));
    assertThat(text(route.answer()))
        .isEqualTo("{\"user\":{\"name\":\"user\"},\"price\":5,\"tax\":{\"name\":\"tax\"}}");
    assertThat(route.calls.started.indexOf("tax")).isEqualTo(3);
    assertThat(part("price").verdict()).isEqualTo(Verdict.SUCCESS);
  }

  @Test
  void soTheyDoOneAfterAnother() throws Exception {
    route.steps(mirrors(false));
    route.calls.on("near", End.failing(503)).on("far", End.with("6"));
    assertThat(text(route.answer())).contains("\"price\":6");
  }

  /** The far one is only asked if the client wants it. */
  private static String farIfWanted(String wants, boolean parallel) {
    return "- setHeader: { name: far, expression: { constant: \"%s\" } }\n".formatted(wants)
        + mirrors(parallel)
            .replace(
                "to: { uri: \"part:far\", parameters: { as: price } }",
                "filter: { simple: \"${header.far} == 'yes'\", steps: [ { to: { uri: \"part:far\","
                    + " parameters: { as: price } } } ] }");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMirrorWhoseConditionDoesNotHoldIsNoFailureOfItsName(boolean parallel) throws Exception {
    route.steps(farIfWanted("no", parallel));
    route.calls.on("near", End.with("5").after(20));
    assertThat(text(route.answer())).contains("\"price\":5");
    assertThat(route.calls.started).doesNotContain("far");
    assertThat(part("price").isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theMirrorThatWasAskedSpeaksAndNotTheOneThatWasSkipped(boolean parallel) throws Exception {
    route.steps(farIfWanted("no", parallel));
    route.calls.on("near", End.failing(503).after(20));
    var failed = route.send("").get(20, TimeUnit.SECONDS).getException();
    assertThat(failed).isInstanceOf(PartFailed.class).hasMessageContaining("answered 503");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMirrorWhoseConditionHoldsStandsIn(boolean parallel) throws Exception {
    route.steps(farIfWanted("yes", parallel));
    route.calls.on("near", End.failing(503)).on("far", End.with("6").after(20));
    assertThat(text(route.answer())).contains("\"price\":6");
  }

  @Test
  void aFailedExchangeGivesWayInAStockEip() throws Exception {
    route.steps(
        """
        - split:
            expression: { constant: 'x;2;3' }
            delimiter: ";"
            streaming: true
            aggregationStrategy: "#first"
            steps:
              - doTry:
                  steps:
                    - log: "${body}"
        """);
    // What is no JSON has failed.
    assertThat(text(route.answer())).isEqualTo("2");
  }

  @Test
  void hasNoQuorum() {
    assertThatThrownBy(
            () ->
                route.yaml(
                    """
                    - beans:
                        - name: mine
                          type: io.serai.aggregate.First
                          properties: { quorum: 2 }
                    """))
        .rootCause()
        .hasMessageContaining("quorum");
  }
}
