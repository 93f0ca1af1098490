package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a path leads, and which gateway: URIs are refused. */
class GatewayPathsTest {
  private Gate gate;

  @BeforeEach
  void open() {
    gate = new Gate();
  }

  @AfterEach
  void close() {
    gate.close();
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
        "gateway:/a?report=everywhere",
        "gateway:/a?schema=file:x.json",
        "gateway:/a?stream=perhaps",
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
}
