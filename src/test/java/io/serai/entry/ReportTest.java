package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import io.serai.request.Request;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How parts ended, told in headers and in a body. */
class ReportTest {
  private final Hold hold = new Hold();
  private Gate gate;

  @BeforeEach
  void open() {
    gate = new Gate();
  }

  @AfterEach
  void close() {
    hold.letAllGo();
    gate.close();
  }

  @Test
  void reportsHowPartsEnded() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/report")
                .process(
                    exchange -> {
                      var parts = exchange.getProperty(Request.PROPERTY, Request.class).parts();
                      parts.add(outcome("catalog", Verdict.SUCCESS, Source.LIVE, 200, ""));
                      parts.add(outcome("stock", Verdict.FAILURE, Source.LIVE, 0, "timeout \"x\""));
                      parts.add(outcome("reviews", Verdict.SUCCESS, Source.FALLBACK, 500, "bad"));
                      for (int i = 0; i < 3; i++) {
                        var verdict = i == 1 ? Verdict.FAILURE : Verdict.SUCCESS;
                        parts.add(outcome("seller", verdict, Source.LIVE, 200, ""));
                      }
                    });
            from("gateway:/many")
                .process(
                    exchange -> {
                      var parts = exchange.getProperty(Request.PROPERTY, Request.class).parts();
                      for (int i = 0; i < 200; i++) {
                        parts.add(outcome("part" + i, Verdict.SUCCESS, Source.LIVE, 200, ""));
                      }
                    });
          }
        });
    var answer = gate.get("/report");
    assertThat(answer.header("Proxy-Status"))
        .isEqualTo(
            "catalog;received-status=200, stock;error=http_response_timeout;details=\"timeout"
                + " \\\"x\\\"\", reviews;received-status=500;source=fallback;details=\"bad\","
                + " seller;count=3;failed=1");
    assertThat(answer.header("Server-Timing"))
        .matches("total;dur=\\d+\\.\\d, catalog;dur=1\\.5, stock;dur=1\\.5,.* seller;dur=1\\.5");
    var many = gate.get("/many");
    var length = many.header("Proxy-Status").length() + many.header("Server-Timing").length();
    assertThat(length).isBetween(1500, 2048);
  }

  @Test
  void tellsOfThePartsInTheBodyWithoutTouchingTheRestOfIt() throws Exception {
    serveBodies();
    var parts =
        "[{\"name\":\"catalog\",\"status\":200,\"ms\":1.5,\"source\":\"live\",\"attempts\":1},"
            + "{\"name\":\"sel\\\"ler\",\"count\":2,\"failed\":1,\"ms\":1.5,\"attempts\":2,"
            + "\"reason\":\"timeout\"}]";
    var answer = gate.get("/told?as={ \"a\" : 1.0e0 } \n".replace(" ", "%20").replace("\n", "%0A"));
    assertThat(answer.body()).isEqualTo("{ \"a\" : 1.0e0 ,\"_parts\":" + parts + "} \n");
    assertThat(answer.header("Proxy-Status")).contains("catalog");
    assertThat(gate.get("/told?as={}").body()).isEqualTo("{\"_parts\":" + parts + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{}]", "text}", "{\"a\":}", "{\"_parts\":7}", "{}{}", "}", ""})
  void leavesABodyAloneThatIsNoObjectOfItsOwn(String body) throws Exception {
    serveBodies();
    var answer = gate.get("/told?as=" + body.replace("\"", "%22"));
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("Proxy-Status")).contains("catalog");
  }

  private void serveBodies() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/told?report=body&query=as")
                .process(
                    exchange -> {
                      var parts = exchange.getProperty(Request.PROPERTY, Request.class).parts();
                      parts.add(outcome("catalog", Verdict.SUCCESS, Source.LIVE, 200, ""));
                      parts.add(outcome("", Verdict.SUCCESS, Source.LIVE, 200, ""));
                      parts.add(outcome("sel\"ler", Verdict.SUCCESS, Source.LIVE, 200, ""));
                      parts.add(outcome("sel\"ler", Verdict.FAILURE, Source.LIVE, 0, "timeout"));
                    })
                .setBody(header("as"));
          }
        });
  }

  @Test
  void tellsInAProblemDocumentWhatHasEndedByThen() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/failed?report=body")
                .process(
                    exchange -> {
                      var parts = exchange.getProperty(Request.PROPERTY, Request.class).parts();
                      parts.add(
                          outcome("stock", Verdict.FAILURE, Source.LIVE, 500, "answered 500"));
                      throw new PartFailed("stock", "answered 500", 502, null);
                    });
            from("gateway:/late?report=body&deadline=50ms")
                .process(
                    exchange -> {
                      var parts = exchange.getProperty(Request.PROPERTY, Request.class).parts();
                      parts.add(outcome("stock", Verdict.SUCCESS, Source.LIVE, 200, ""));
                    })
                .process(hold);
          }
        });
    var failed = gate.get("/failed");
    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(failed.body())
        .startsWith("{\"type\"")
        .endsWith(
            ",\"_parts\":[{\"name\":\"stock\",\"status\":500,\"ms\":1.5,\"source\":\"live\","
                + "\"attempts\":1,\"reason\":\"answered 500\"}]}");
    var late = gate.get("/late");
    assertThat(late.status()).isEqualTo(504);
    assertThat(late.body()).contains(",\"_parts\":[{\"name\":\"stock\"");
    assertThat(late.header("Proxy-Status")).isEqualTo("stock;received-status=200");
  }

  private static Outcome outcome(
      String part, Verdict verdict, Source source, int status, String reason) {
    return new Outcome(
        part,
        verdict,
        source,
        status,
        reason,
        verdict == Verdict.FAILURE ? 504 : 200,
        true,
        new byte[0],
        true,
        "",
        Map.of(),
        1_500_000,
        1,
        null,
        ErrorType.NONE);
  }
}
