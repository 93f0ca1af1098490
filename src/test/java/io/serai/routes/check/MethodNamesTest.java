package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodNamesTest {
  @TempDir private Path base = Path.of("");

  private List<String> check(String ofRoute, String ofCall) throws Exception {
    var file = base.resolve("unit.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: r
            from:
              uri: "gateway:/r"
              parameters:
                method: "%s"
              steps:
                - to:
                    uri: "backend:catalog/a"
                    parameters:
                      method: "%s"
        """
            .formatted(ofRoute, ofCall));
    return CheckFixture.check(base, file).stream()
        .map(it -> (it.isError() ? "error " : "warning ") + it.line() + " " + it.message())
        .toList();
  }

  @Test
  void takesThoseOfHttpAndItsExtensions() throws Exception {
    assertThat(check("put, PATCH", "DELETE")).isEmpty();
    assertThat(check("*", "*")).isEmpty();
    assertThat(check("PROPFIND,QUERY", "MKCALENDAR")).isEmpty();
  }

  @Test
  void refusesASlipOfTheFinger() throws Exception {
    assertThat(check("GET,PSOT", "GET"))
        .containsExactly("error 6 method: 'PSOT' is no method that is known");
    assertThat(check("GET", "DELET"))
        .containsExactly("error 11 method: 'DELET' is no method that is known");
  }

  @Test
  void warnsOfWhatNobodyKnowsSinceAnybodyMayAddToHttp() throws Exception {
    assertThat(check("FETCH", "GET"))
        .containsExactly("warning 6 method: 'FETCH' is no method that is known");
    assertThat(check("GET", "FETCH"))
        .containsExactly("warning 11 method: 'FETCH' is no method that is known");
  }
}
