package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON or XML, as the client likes. */
class ProducesTest {
  private static final String ROUTE =
      """
      - route:
          id: page%1$d
          from:
            uri: "gateway:/page/%1$d"
            parameters: { produces: "%2$s", xmlRoot: page }
            steps:
              - setBody: { constant: '%3$s' }
      """;
  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<page><a>1</a></page>";

  private final Gate gate = new Gate();
  private int routes;

  @AfterEach
  void close() {
    gate.close();
  }

  private RawClient.Answer get(String produces, String body, String... lines) throws Exception {
    routes++;
    gate.yaml(ROUTE.formatted(routes, produces, body));
    return gate.get("/page/" + routes, lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json,xml | */*                                        | application/json
          xml,json | */*                                        | application/xml
          json,xml | application/xml                            | application/xml
          json,xml | text/xml                                   | text/xml; charset=utf-8
          json,xml | application/json;q=0.5, application/xml    | application/xml
          json,xml | application/json, application/xml          | application/json
          json,xml | text/html, application/xml;q=0.9, */*;q=0.8| application/xml
          json,xml | application/*;q=0.1, text/*                | text/xml; charset=utf-8
          json,xml | application/json;q=0, */*;q=0.1            | application/xml
          json,xml | text/html, */*;q=0.1                       | application/json
          """)
  void theClientChooses(String produces, String accept, String type) throws Exception {
    var answer = get(produces, "{\"a\":1}", "Accept: " + accept);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    assertThat(answer.body()).isEqualTo(type.contains("xml") ? XML : "{\"a\":1}");
  }

  @Test
  void aClientWithoutAWishGetsTheFirst() throws Exception {
    assertThat(get("xml,json", "{\"a\":1}").body()).isEqualTo(XML);
    assertThat(get("json,xml", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void oneThatTakesNeitherGetsA406BeforeAnythingIsDone() throws Exception {
    var answer = get("json,xml", "{\"a\":1}", "Accept: text/html, application/json;q=0");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    assertThat(answer.body()).contains("answers in application/json and application/xml");
  }

  @Test
  void aSingleFormatIsWhatItIsWhateverIsAskedFor() throws Exception {
    var json = get("json", "{\"a\":1}", "Accept: application/xml");
    assertThat(json.status()).isEqualTo(200);
    assertThat(json.body()).isEqualTo("{\"a\":1}");
    assertThat(json.header("Vary")).isEmpty();
    var xml = get("xml", "{\"a\":1}", "Accept: application/json");
    assertThat(xml.body()).isEqualTo(XML);
    assertThat(xml.header("Vary")).isEmpty();
  }

  @Test
  void whatIsNoJsonStaysWhatItIs() throws Exception {
    assertThat(get("xml", "just text").header("Content-Type")).isEqualTo("text/plain");
    assertThat(get("xml", "{broken").status()).isEqualTo(500);
  }

  @Test
  void anotherFormatIsRefusedWhenTheRouteIsBuilt() {
    assertThatThrownBy(() -> gate.yaml(ROUTE.formatted(0, "yaml", "x")))
        .rootCause()
        .hasMessageContaining("produces: 'yaml' (expected: json, xml, ndjson or several of them)");
  }
}
