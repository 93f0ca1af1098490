package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import io.serai.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeliveriesTest {
  @TempDir private Path base = Path.of("");

  private static final String ERROR_HANDLER =
      """
      - errorHandler:
          defaultErrorHandler:
            redeliveryPolicy:
              maximumRedeliveries: %s
      """;

  private static final String ON_EXCEPTION =
      """
      - onException:
          exception: [ "%s" ]
          redeliveryPolicy:
            maximumRedeliveries: 2
      """;

  private static final String MULTICAST =
      """
      - multicast:
          parallelProcessing: true
          aggregationStrategy: "#keyed"
          steps:
            - to: { uri: "backend:catalog/a", parameters: { as: a } }
            - to: { uri: "backend:catalog/b", parameters: { as: b } }
      """;

  private static final String WRITE =
      "- to: { uri: \"backend:catalog/a\", parameters: { method: POST } }\n";

  private List<Problem> check(String handler, String steps) throws Exception {
    return check(handler, "", steps);
  }

  private List<Problem> check(String handler, String ofRoute, String steps) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        handler
            + "- route:\n    id: r\n"
            + ofRoute.indent(4)
            + "    from:\n      uri: \"gateway:/r\"\n      steps:\n"
            + steps.indent(8));
    return CheckFixture.check(base, file);
  }

  private static void assertWarned(List<Problem> problems, int line, String says) {
    assertThat(problems).hasSize(1);
    var problem = problems.get(0);
    assertThat(problem.isError()).isFalse();
    assertThat(problem.file()).isEqualTo("unit.camel.yaml");
    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.message()).isEqualTo(says);
    assertThat(problem.cure()).isEqualTo("Take it out and set `retries` at the call.");
  }

  @Test
  void warnsOfAnErrorHandlerAroundAMulticast() throws Exception {
    assertWarned(
        check(ERROR_HANDLER.formatted("3"), MULTICAST),
        4,
        "maximumRedeliveries: '3' repeats the whole multicast (line 10), writes too");
    assertWarned(
        check(ERROR_HANDLER.formatted("-1"), MULTICAST),
        4,
        "maximumRedeliveries: '-1' repeats the whole multicast (line 10), writes too");
  }

  @Test
  void warnsOfAnOnExceptionThatCatchesFailedPartsAroundAWrite() throws Exception {
    for (var exception : new String[] {"io.serai.PartFailed", "java.lang.Exception"}) {
      assertWarned(
          check(ON_EXCEPTION.formatted(exception), WRITE),
          4,
          "maximumRedeliveries: '2' repeats a write (line 10)");
    }
  }

  @Test
  void warnsOfAHandlerOfTheRouteAndOfOneInARouteConfiguration() throws Exception {
    assertWarned(
        check("", ERROR_HANDLER.formatted("1").substring(2).replace("\n  ", "\n"), WRITE),
        6,
        "maximumRedeliveries: '1' repeats a write (line 10)");
    var configuration =
        "- routeConfiguration:\n    onException:\n"
            + ON_EXCEPTION.formatted("io.serai.PartFailed").indent(6);
    assertWarned(
        check(configuration, WRITE), 6, "maximumRedeliveries: '2' repeats a write (line 12)");
  }

  @Test
  void findsAPolicyThatIsABeanAndAWriteInAClause() throws Exception {
    var handler =
        """
        - beans:
            - name: often
              type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
              properties: { maximumRedeliveries: 3 }
        - errorHandler:
            defaultErrorHandler:
              redeliveryPolicyRef: "often"
        """;
    var steps =
        """
        - choice:
            when:
              - simple: "${body} != null"
                steps:
        """
            + WRITE.indent(10);
    assertWarned(check(handler, steps), 7, "maximumRedeliveries: '3' repeats a write (line 17)");
  }

  @Test
  void saysNothingWhereNothingIsRepeatedThatMustNotBe() throws Exception {
    var several = ERROR_HANDLER.formatted("3");
    assertThat(check(ERROR_HANDLER.formatted("0"), MULTICAST)).isEmpty();
    assertThat(check(several, "- to: { uri: \"backend:catalog/a\" }\n")).isEmpty();
    assertThat(check(several, WRITE.replace("POST", "POST, idempotent: true"))).isEmpty();
    assertThat(check(ON_EXCEPTION.formatted("java.io.IOException"), MULTICAST)).isEmpty();
    assertThat(check(several, MULTICAST.replaceAll(".*aggregationStrategy.*\n", ""))).isEmpty();
    // Camel redelivers nothing in a doTry.
    var attempt =
        "- doTry:\n    steps:\n"
            + WRITE.indent(6)
            + "    doCatch:\n      - exception: [ java.lang.Exception ]\n        steps:\n"
            + "          - log: failed\n";
    assertThat(check(several, attempt)).isEmpty();
  }
}
