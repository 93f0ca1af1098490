package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesOfPartsTest {
  private static final String REFUSED =
      "produces: ndjson, and the route's last step has no parts to tell";

  @TempDir private Path base = Path.of("");

  private List<String> check(String produces, String steps) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: r
            from:
              uri: "gateway:/r"
              parameters: { produces: "%s" }
              steps:
        """
                .formatted(produces)
            + steps);
    return CheckFixture.check(base, file).stream()
        .map(it -> it.line() + " " + it.message())
        .toList();
  }

  private static String multicast(String strategy) {
    return """
                - multicast:
                    aggregationStrategy: "%s"
                    steps:
                      - to: { uri: "backend:catalog/a", parameters: { as: a } }
        """
        .formatted(strategy);
  }

  @Test
  void theLastStepHasParts() throws Exception {
    assertThat(check("json,ndjson", multicast("#keyed"))).isEmpty();
    assertThat(check("ndjson", multicast("#concat"))).isEmpty();
  }

  @Test
  void noneIsRefused() throws Exception {
    assertThat(check("json, ndjson", multicast("#first"))).containsExactly("5 " + REFUSED);
    assertThat(check("ndjson", "        - to: { uri: \"backend:catalog/a\" }\n"))
        .containsExactly("5 " + REFUSED);
    assertThat(check("ndjson", multicast("#keyed") + "        - removeHeader: { name: a }\n"))
        .containsExactly("5 " + REFUSED);
  }

  @Test
  void otherFormatsAreNoneOfItsBusiness() throws Exception {
    assertThat(check("json,xml", "        - to: { uri: \"backend:catalog/a\" }\n")).isEmpty();
  }
}
