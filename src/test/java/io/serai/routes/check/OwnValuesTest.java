package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import io.serai.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnValuesTest {
  @TempDir private Path base = Path.of("");

  private List<Problem> check(String routes) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(file, routes);
    return CheckFixture.check(base, file);
  }

  @Test
  void tellsAllWrongValuesAtOnceEachAtItsLine() throws Exception {
    assertThat(
            check(
                """
                - route:
                    id: r
                    from:
                      uri: "gateway:/r/{id}"
                      parameters:
                        deadline: 3q
                        report: both
                      steps:
                        - to:
                            uri: "backend:catalog/a/{id}"
                            parameters:
                              timeout: abc
                              max-body: 3
                              expect: "x"
                """))
        .allMatch(Problem::isError)
        .extracting(it -> it.line() + " " + it.message().replaceFirst(" \\(.*", ""))
        .containsExactly(
            "6 deadline: '3q'",
            "7 report: 'both'",
            "12 timeout: abc",
            "13 maxBody: 3",
            "14 expect: x");
  }

  @Test
  void leavesToCamelWhatOnlyItKnows() throws Exception {
    assertThat(
            check(
                """
                - route:
                    id: r
                    from:
                      uri: "gateway:/r/{id}"
                      parameters: { deadline: "{{my.deadline:3s}}" }
                      steps:
                        - to:
                            uri: "backend:catalog/a/{id}"
                            parameters: { fallback: "#none", as: part, timeout: "{{my.time:1s}}" }
                """))
        .noneMatch(it -> it.message().startsWith("timeout") || it.message().startsWith("deadline"));
  }
}
