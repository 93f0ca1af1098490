package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.PartFailed;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import io.serai.request.Request;
import io.serai.testing.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What gateway: lets in and out, and where a path leads. */
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
  void letsOutOnlyWhatIsListed() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/none/{id}?requestHeaders=*").setHeader("X-Out", constant("1"));
            from("gateway:/some?requestHeaders=*&responseHeaders=ETag,X-Bad")
                .setHeader("etag", constant("e"))
                .setHeader("X-Bad", constant("a\r\nSet-Cookie: b"))
                .setHeader("X-Out", constant("1"));
            from("gateway:/all/{id}?requestHeaders=*&responseHeaders=*")
                .setHeader("X-Out", constant(1))
                .setHeader("Set-Cookie", () -> List.of("a=1", "b=2"))
                .setHeader("Transfer-Encoding", constant("chunked"))
                .setHeader("CamelSecret", constant("1"));
          }
        });
    var sent = new String[] {"Authorization: s", "Cookie: c=1", "X-Mine: 1", "Accept: a/b"};
    var ours = List.of("Content-Length", "Server-Timing", "Date", "X-Request-Id");
    assertThat(names(gate.get("/none/1", sent))).isEqualTo(ours);
    var some = gate.get("/some", sent);
    assertThat(some.header("etag")).isEqualTo("e");
    assertThat(some.headers())
        .noneMatch(line -> line.contains("Cookie") || line.contains("X-" + "Out"));
    var all = gate.get("/all/1", sent);
    assertThat(all.header("X-Out")).isEqualTo("1");
    assertThat(all.all("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(names(all))
        .containsExactlyInAnyOrder(
            "Content-Length",
            "Server-Timing",
            "Date",
            "X-Request-Id",
            "X-Out",
            "Set-Cookie",
            "Set-Cookie");
  }

  private static List<String> names(RawClient.Answer answer) {
    return answer.headers().stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  @Test
  void takesTheTypeFromTheRouteAndNeverFromTheRequest() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/same?method=POST").process(e -> note(e));
            from("gateway:/other?method=POST").process(e -> note(e)).setBody(constant(" [1]"));
            from("gateway:/said?method=POST")
                .setBody(constant("a"))
                .setHeader("Content-Type", constant("text/csv"));
          }
        });
    try (var client = gate.client()) {
      var type = "Content-Type: application/xml";
      assertThat(client.request("POST", "/same", "<a/>", type).read().header("Content-Type"))
          .isEqualTo("application/xml");
      assertThat(client.request("POST", "/other", "<a/>", type).read().header("Content-Type"))
          .isEqualTo("application/json");
      assertThat(client.request("POST", "/said", "<a/>", type).read().header("Content-Type"))
          .isEqualTo("text/csv");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, literal",
    "/a/c, parameter",
    "/a/b/c, third",
    "/a/b/c/d, deep",
    "/a/, 404",
    "/a, 404",
    "/A/b, 404",
    "//a/b, 404",
    "/a//b, 404",
    "/%61/b, literal",
    "/rest, 404",
    "/rest/, rest",
    "/rest/x/y/, rest",
    "/, root",
    "/?x, root"
  })
  void leadsAPathToItsRoute(String path, String expected) throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/a/b").setBody(constant("literal"));
            from("gateway:/a/{x}").setBody(constant("parameter"));
            from("gateway:/a/b/c/*").setBody(constant("deep"));
            from("gateway:/a/b/{y}").setBody(constant("third"));
            from("gateway:/rest/*").setBody(constant("rest"));
            from("gateway:/").setBody(constant("root"));
          }
        });
    var answer = gate.get(path);
    assertThat(answer.status() == 200 ? answer.body() : "" + answer.status()).isEqualTo(expected);
  }

  @Test
  void goesBackToTheParameterWhereTheLiteralLeadsNowhere() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/x/b/c").setBody(constant("literal"));
            from("gateway:/x/{p}/d").setBody(simple("${header.p}"));
          }
        });
    assertThat(gate.get("/x/b/d").body()).isEqualTo("b");
  }

  @Test
  void sendsOneMethodHereAndAnotherThere() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/p/{a}").setBody(simple("get ${header.a}"));
            from("gateway:/p/{b}?method=PUT,patch").setBody(simple("put ${header.b}"));
          }
        });
    try (var client = gate.client()) {
      assertThat(client.get("/p/1").read().body()).isEqualTo("get 1");
      assertThat(client.request("PATCH", "/p/1", "").read().body()).isEqualTo("put 1");
      var answer = client.request("OPTIONS", "/p/1", "").read();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PATCH, PUT");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway:/a?deadline=5",
        "gateway:/a?deadline=0",
        "gateway:/a?maxBody=10",
        "gateway:/a?method=G@T",
        "gateway:/a?method=TRACE",
        "gateway:/a?unknown=1",
        "gateway:/a?report=body",
        "gateway:/a?schema=file:x.json",
        "gateway:/a?stream=true",
        "gateway:/a?responseHeaders=Authorization",
        "gateway:/a?requestHeaders=Transfer-Encoding",
        "gateway:/a?requestHeaders=CamelX",
        "gateway:/a/{x}/{x}",
        "gateway:/a/{item}",
        "gateway:/a/{x}.json",
        "gateway:/*/b",
        "gateway:/a/{}",
      })
  void refusesAWrongUri(String uri) {
    assertThatThrownBy(
            () ->
                gate.serve(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from(uri).setBody(constant(""));
                      }
                    }))
        .hasStackTraceContaining("gateway:");
  }

  @Test
  void refusesTwoRoutesOnOnePath() {
    assertThatThrownBy(
            () ->
                gate.serve(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("gateway:/a/{x}").id("one").setBody(constant(""));
                        from("gateway:/a/{y}?method=GET,PUT").id("two").setBody(constant(""));
                      }
                    }))
        .hasStackTraceContaining("both answer GET /a/{y}");
  }

  @Test
  void namesTheClashOfTwoUnits() throws Exception {
    var one = unit("one", "gateway:/a/{x}?method=PUT");
    var two = unit("two", "gateway:/a/{y}?method=*");
    var three = unit("three", "gateway:/a/{y}?method=GET");
    assertThat(two.clashWith(one))
        .contains("route 'two' of unit 'two' and route 'one' of unit 'one' both answer PUT /a/{y}");
    assertThat(three.clashWith(one)).isEmpty();
  }

  private Doors unit(String name, String uri) throws Exception {
    return gate.serve(
        name,
        route -> true,
        context ->
            context.addRoutes(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from(uri).id(name).setBody(constant(name));
                  }
                }));
  }

  @Test
  void answersAFailedPartWithItsStatus() throws Exception {
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/part")
                .process(
                    exchange -> {
                      throw new PartFailed("stock", "answered 503", 503, Duration.ofMillis(1500));
                    });
            from("gateway:/bug")
                .process(
                    exchange -> {
                      throw new IllegalStateException("jdbc://secret-host");
                    });
            from("gateway:/status").setHeader("CamelHttpResponseCode", constant(42));
          }
        });
    var part = gate.get("/part", "X-Request-Id: r1");
    assertThat(part.status()).isEqualTo(503);
    assertThat(part.header("Retry-After")).isEqualTo("2");
    assertThat(part.body()).contains("\"detail\":\"stock: answered 503\"", "\"id\":\"r1\"");
    var bug = gate.get("/bug", "X-Request-Id: r2");
    assertThat(bug.status()).isEqualTo(500);
    assertThat(bug.body()).contains("\"id\":\"r2\"").doesNotContain("secret", "Exception");
    assertThat(gate.get("/status").status()).isEqualTo(500);
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
            "catalog;received-status=200, stock;error=connection_timeout;details=\"timeout"
                + " \\\"x\\\"\", reviews;received-status=500;source=fallback;details=\"bad\","
                + " seller;count=3;failed=1");
    assertThat(answer.header("Server-Timing"))
        .matches("total;dur=\\d+\\.\\d, catalog;dur=1\\.5, stock;dur=1\\.5,.* seller;dur=1\\.5");
    var many = gate.get("/many");
    var length = many.header("Proxy-Status").length() + many.header("Server-Timing").length();
    assertThat(length).isBetween(1500, 2048);
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
        null);
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
