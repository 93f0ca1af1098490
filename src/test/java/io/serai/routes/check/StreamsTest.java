package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {
  @TempDir private Path base = Path.of("");

  private List<String> check(String ofRoute, String steps) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: r
            from:
              uri: "gateway:/r"
              parameters: { method: "*", %s }
              steps:
        """
                .formatted(ofRoute)
            + steps);
    return CheckFixture.check(base, file).stream()
        .map(it -> it.line() + " " + it.message())
        .toList();
  }

  private static String call(String more) {
    return "        - to: { uri: \"backend:catalog/a\", parameters: { method: \"*\", "
        + more
        + " } }\n";
  }

  @Test
  void bothEndsAndStepsThatSetHeaders() throws Exception {
    assertThat(
            check(
                "stream: true, maxBody: 10GiB, streamIdle: \"0\"",
                """
                        - setHeader: { name: X-A, simple: "${header.X-B}" }
                        - removeHeaders: { pattern: "X-C*" }
                """
                    + call("stream: true, requestHeaders: \"X-A, Accept-Encoding\"")))
        .isEmpty();
  }

  @Test
  void oneEndAloneIsRefused() throws Exception {
    assertThat(check("stream: true", call("circuit: true")))
        .containsExactly(
            "5 stream: true, and no backend: step streams",
            "7 backend:catalog/a in a route that streams");
    assertThat(check("stream: false", call("stream: true")))
        .containsExactly("7 stream: true, and the route's from doesn't stream");
  }

  @Test
  void whatWouldReadABodyIsRefused() throws Exception {
    assertThat(
            check(
                "stream: true, report: body",
                """
                        - setBody: { constant: a }
                        - log: "${body}"
                        - setHeader: { name: X-A, jq: { expression: ".a" } }
                """
                    + call("stream: true, as: a, pick: b")
                    + call("stream: true")))
        .contains(
            "7 setBody in a route that streams",
            "9 the body in a route that streams",
            "10 as at a call that streams",
            "10 pick at a call that streams",
            "11 a second backend: step that streams");
  }

  @Test
  void aMulticastHasNoBodyToGive() throws Exception {
    assertThat(
            check(
                "stream: true",
                """
                        - multicast:
                            aggregationStrategy: "#keyed"
                            steps:
                              - to: { id: a, uri: "backend:catalog/a", parameters: { stream: true } }
                """))
        .contains("7 multicast in a route that streams");
  }

  @Test
  void aSizeOfManyGigabytesIsForStreamsOnly() throws Exception {
    assertThat(check("maxBody: 10GiB", call("circuit: true")))
        .singleElement()
        .asString()
        .contains("10GiB");
  }
}
