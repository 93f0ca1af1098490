package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import io.serai.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakerStepsTest {
  @TempDir private Path base = Path.of("");

  private List<Problem> check(String routeId, String... breakers) throws Exception {
    var text =
        new StringBuilder("- route:\n")
            .append(routeId)
            .append("    from:\n      uri: \"gateway:/r\"\n");
    text.append("      steps:\n");
    for (var breaker : breakers) {
      text.append("        - circuitBreaker: { ")
          .append(breaker)
          .append("steps: [ { to: \"backend:catalog/a\" } ] }\n");
    }
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(file, text.toString());
    return CheckFixture.check(base, file);
  }

  @Test
  void saysNothingOfABreakerWithBothIds() throws Exception {
    assertThat(check("    id: r\n", "id: c, ")).isEmpty();
  }

  @Test
  void warnsOnceOfBreakersWithoutAnId() throws Exception {
    var problem = check("    id: r\n", "id: c, ", "", "").get(0);
    assertThat(problem.isError()).isFalse();
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.message())
        .isEqualTo("a circuitBreaker without a written id, or in a route without one (and 1 more)");
  }

  @Test
  void warnsOfABreakerInARouteWithoutAnId() throws Exception {
    assertThat(check("", "id: c, "))
        .singleElement()
        .matches(it -> it.message().startsWith("a circuitBreaker without a written id"));
  }

  private List<String> window(String options) throws Exception {
    return check("    id: r\n", "id: c, resilience4jConfiguration: { " + options + " }, ").stream()
        .filter(it -> it.message().startsWith("minimumNumberOfCalls"))
        .map(it -> (it.isError() ? "error " : "") + it.line() + " " + it.message())
        .toList();
  }

  @Test
  void warnsOfMoreCallsThanItsWindowEverHolds() throws Exception {
    assertThat(window("minimumNumberOfCalls: 20, slidingWindowSize: 10"))
        .containsExactly("6 minimumNumberOfCalls: '20' calls are never in its window");
    assertThat(window("minimumNumberOfCalls: 200")).hasSize(1);
    assertThat(window("minimum-number-of-calls: 20, sliding-window-size: \"10\"")).hasSize(1);
  }

  @Test
  void saysNothingOfAWindowOfTimeOrOneThatHoldsEnough() throws Exception {
    assertThat(window("minimumNumberOfCalls: 10, slidingWindowSize: 10")).isEmpty();
    assertThat(window("slidingWindowSize: 10")).isEmpty();
    assertThat(
            window(
                "minimumNumberOfCalls: 20, slidingWindowSize: 10, slidingWindowType: TIME_BASED"))
        .isEmpty();
    assertThat(window("minimumNumberOfCalls: 200, config: \"#mine\"")).isEmpty();
  }

  @Test
  void warnsOfAnExecutorThatNothingRunsOn() throws Exception {
    var options = "id: c, resilience4jConfiguration: { timeoutExecutorService: pool }, ";
    assertThat(check("    id: r\n", options))
        .anyMatch(
            it ->
                !it.isError() && it.message().equals("timeoutExecutorService: 'pool' is ignored"));
  }

  @Test
  void timesMayHaveUnits() throws Exception {
    var options =
        "id: c, resilience4jConfiguration: { waitDurationInOpenState: 5s,"
            + " slowCallDurationThreshold: 300ms, timeoutEnabled: true, timeoutDuration: 2s }, ";
    assertThat(check("    id: r\n", options)).isEmpty();
  }
}
