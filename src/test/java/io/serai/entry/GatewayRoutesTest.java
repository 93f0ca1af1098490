package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gateway: lets in. */
class GatewayRoutesTest {
  private Gate gate;
  private final AtomicReference<Map<String, Object>> seen = new AtomicReference<>(Map.of());

  @BeforeEach
  void open() {
    gate = new Gate();
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private void note(Exchange exchange) {
    seen.set(new TreeMap<>(exchange.getMessage().getHeaders()));
  }

  @Test
  void readsAYamlRouteAsTheVocabularyWritesIt() throws Exception {
    gate.yaml(
        """
        - route:
            id: product-page
            from:
              uri: "gateway:/products/{id}"
              parameters:
                method: "GET,PUT"
                deadline: 900ms
                query: "lang,currency"
                requestHeaders: "X-Tenant, X-Other"
                responseHeaders: "ETag"
                maxBody: 64KiB
                report: none
              steps:
                - setHeader: { name: ETag, constant: "w1" }
                - setBody: { simple: "${header.id} ${header.lang} ${header.X-Tenant}" }
        """);
    var answer = gate.get("/products/4%202?lang=de&x=y", "x-tenant: t1");
    assertThat(answer.body()).isEqualTo("4 2 de t1");
    assertThat(answer.header("ETag")).isEqualTo("w1");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.all("Server-Timing")).isEmpty();
  }

  @Test
  void letsInOnlyWhatIsListed() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/a/{id}?requestHeaders=X-In&query=q").process(e -> note(e));
            from("gateway:/all?requestHeaders=*&query=*").process(e -> note(e));
          }
        });
    gate.get(
        "/a/7?q=1&id=8&CamelHttpUri=x&other=2",
        "X-In: in",
        "X-Other: no",
        "id: 9",
        "CamelHttpUri: http://evil",
        "cAMELhttpPath: /evil",
        "Authorization: secret");
    assertThat(seen.get())
        .containsEntry("id", "7")
        .containsEntry("X-In", "in")
        .containsEntry("q", "1")
        .containsEntry("CamelHttpMethod", "GET")
        .containsEntry("CamelHttpPath", "/a/7")
        .containsEntry("CamelHttpUri", "/a/7")
        .containsEntry("CamelHttpQuery", "q=1")
        .containsOnlyKeys(
            "id",
            "X-In",
            "q",
            "CamelHttpMethod",
            "CamelHttpPath",
            "CamelHttpUri",
            "CamelHttpQuery",
            "CamelHttpRawQuery");
    gate.get(
        "/all?camelHttpUri=x",
        "CAMELHTTPURI: http://evil",
        "org.apache.camel.x: y",
        "Connection: X-Hop",
        "X-Hop: no",
        "TE: trailers",
        "X-In: in");
    assertThat(seen.get())
        .containsEntry("CamelHttpUri", "/all")
        .containsOnlyKeys(
            "Host",
            "X-In",
            "CamelHttpMethod",
            "CamelHttpPath",
            "CamelHttpUri",
            "CamelHttpQuery",
            "CamelHttpRawQuery");
  }

  @Test
  void ofOneNameThePathParameterIsTheHeaderElseTheHeaderLetInElseTheQueryParameter()
      throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/b/{id}?requestHeaders=X-In,id&query=x-in,id,q").process(e -> note(e));
          }
        });
    gate.get("/b/7?x-in=query&id=8&q=1", "X-In: header", "X-In: twice", "id: 9");
    assertThat(seen.get()).containsEntry("x-in", "header, twice");
    assertThat(seen.get()).containsEntry("id", "7").containsEntry("q", "1");
    gate.get("/b/7?x-in=query");
    assertThat(seen.get()).containsEntry("x-in", "query");
  }

  @Test
  void givesReferencesOnlyWhatIsLetIn() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/in/{id}/*?requestHeaders=X-In&query=q")
                .process(
                    exchange -> {
                      var in = exchange.getProperty(Request.PROPERTY, Request.class).inputs();
                      var said =
                          List.of(
                              "" + in.path("id"),
                              "" + in.path("nope"),
                              "" + in.query("q"),
                              "" + in.query("p"),
                              "" + in.header("X-In"),
                              "" + in.header("X-No"),
                              "" + in.cookie("c"),
                              "" + in.cookie("d"),
                              "" + in.rest(),
                              in.rawQuery(),
                              in.method());
                      exchange.getMessage().setBody(String.join("|", said));
                    });
          }
        });
    assertThat(
            gate.get("/in/%C3%A4/b%20c//d?p=0&q=a+%26b", "X-In: 1", "x-in: 2", "Cookie: b=0; c=1")
                .body())
        .isEqualTo("Ã¤|null|a &b|null|1, 2|null|1|null|[b c, , d]|q=a+%26b|GET");
  }

  @Test
  void carriesTraceAndViaOn() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/trace")
                .process(
                    exchange -> {
                      var request = exchange.getProperty(Request.PROPERTY, Request.class);
                      var identity = request.identity();
                      exchange.getMessage().setBody(identity.traceparent() + ' ' + identity.via());
                    });
          }
        });
    var trace = "0af7651916cd43dd8448eb211c80319c";
    assertThat(
            gate.get("/trace", "traceparent: 00-" + trace + "-b7ad6b7169203331-01", "Via: 1.0 fred")
                .body())
        .matches("00-" + trace + "-[0-9a-f]{16}-01 1.0 fred, 1.1 " + gate.listener.pseudonym())
        .doesNotContain("b7ad6b7169203331");
    assertThat(gate.get("/trace", "traceparent: 00-" + "0".repeat(32) + "-b7-01").body())
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00 1.1 serai-.*");
  }
}
