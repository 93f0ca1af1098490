package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import io.serai.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritesInFirstTest {
  @TempDir private Path base = Path.of("");

  private List<Problem> check(String strategy, String parameters) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        """
        - beans:
            - name: quickest
              type: io.serai.aggregate.First
        - route:
            id: r
            from:
              uri: "gateway:/r"
              steps:
                - multicast:
                    aggregationStrategy: "%s"
                    steps:
                      - to: { uri: "backend:catalog/a", parameters: { as: a } }
                      - pipeline:
                          steps:
                            - to: { uri: "backend:catalog/b", parameters: { as: b, %s } }
        """
            .formatted(strategy, parameters));
    return CheckFixture.check(base, file).stream()
        .filter(problem -> problem.message().contains("write"))
        .toList();
  }

  @Test
  void aWriteIsWarnedOf() throws Exception {
    for (var strategy : List.of("#first", "#quickest")) {
      assertThat(check(strategy, "method: POST"))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.isError()).isFalse();
                assertThat(problem.line()).isEqualTo(15);
                assertThat(problem.message()).contains("more than one branch may do it");
              });
    }
  }

  @Test
  void readsAndWhatMayBeRepeatedAreNot() throws Exception {
    assertThat(check("#first", "method: HEAD")).isEmpty();
    assertThat(check("#first", "method: PUT, idempotent: true")).isEmpty();
    assertThat(check("#keyed", "method: POST")).isEmpty();
  }
}
