package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes as Camel's documentation writes them, on our listener. */
class VanillaRoutesTest {
  private Gate gate;

  @BeforeEach
  void open() {
    gate = new Gate();
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private static final String NETTY =
      """
      - route:
          id: hello
          from:
            uri: netty-http:http://0.0.0.0:8888/hello
            steps:
              - setHeader: { name: X-Out, constant: "1" }
              - setBody: { simple: "Hello ${header.name} ${header.X-In}" }
      - route:
          id: item
          from:
            uri: "netty-http:0.0.0.0:8888/items/{id}"
            parameters: { httpMethodRestrict: "GET,POST" }
            steps:
              - setBody: { simple: "${header.id} ${header.CamelHttpMethod}" }
      - route:
          id: prefix
          from:
            uri: "netty-http:localhost/files"
            parameters: { matchOnUriPrefix: true }
            steps:
              - setBody: { simple: "${header.CamelHttpPath}" }
      - route:
          id: fails
          from:
            uri: "netty-http:localhost/fails"
            steps:
              - throwException: { exceptionType: java.lang.IllegalStateException, message: secret }
      - route:
          id: echo
          from:
            uri: "netty-http:localhost/echo"
            steps:
              - log: "${body}"
      """;

  @Test
  void servesNettyHttp() throws Exception {
    gate.yaml(NETTY);
    var hello = gate.get("/hello?name=you", "X-In: in", "Authorization: s", "Cookie: c=d");
    assertThat(hello.body()).isEqualTo("Hello you in");
    assertThat(hello.header("X-Out")).isEqualTo("1");
    assertThat(hello.headers())
        .noneMatch(
            line -> line.contains("X-In") || line.contains("name") || line.contains("Cookie"));
    assertThat(gate.get("/hello/").status()).isEqualTo(200);
    assertThat(gate.get("/items/5?id=6", "id: 7").body()).isEqualTo("5 GET");
    assertThat(gate.get("/files/a/b").body()).isEqualTo("/a/b");
    var fails = gate.get("/fails");
    assertThat(fails.status()).isEqualTo(500);
    assertThat(fails.body()).contains("\"status\":500").doesNotContain("secret", "Illegal");
    try (var client = gate.client()) {
      assertThat(client.request("DELETE", "/items/5", "").read().status()).isEqualTo(405);
      var echo = client.request("POST", "/echo", "<a/>", "Content-Type: text/xml").read();
      assertThat(echo.body()).isEqualTo("<a/>");
      assertThat(echo.header("Content-Type")).isEqualTo("text/xml");
      var form = "Content-Type: application/x-www-form-urlencoded";
      assertThat(client.request("POST", "/hello", "name=form", form).read().body())
          .isEqualTo("Hello form ");
      assertThat(client.request("POST", "/hello", "nopair", form).read().status()).isEqualTo(400);
    }
  }

  @Test
  void barsCamelNamesFromEverySide() throws Exception {
    gate.yaml(
        """
        - from:
            uri: netty-http:localhost/n
            steps:
              - setBody: { simple: "${header.CamelHttpUri} ${header.CamelFileName} ${header.x}" }
        - from:
            uri: platform-http:/p
            steps:
              - setBody: { simple: "${header.CamelHttpUri} ${header.CamelFileName} ${header.x}" }
        """);
    for (var path : new String[] {"/n", "/p"}) {
      try (var client = gate.client()) {
        var answer =
            client
                .request(
                    "POST",
                    path + "?x=1&CamelHttpUri=evil&camelfilename=evil&CAMELFILENAME=evil",
                    "CamelFileName=evil&cAmElHttpUri=evil",
                    "CaMelFileName: evil",
                    "camelhttpuri: evil",
                    "Content-Type: application/x-www-form-urlencoded")
                .read();
        assertThat(answer.body()).isEqualTo(path + "  1");
      }
    }
  }

  @Test
  void servesPlatformHttp() throws Exception {
    gate.yaml(
        """
        - route:
            id: orders
            from:
              uri: "platform-http:/orders/{id}"
              parameters: { httpMethodRestrict: "GET,PUT", consumes: application/json }
              steps:
                - setHeader: { name: X-Out, constant: "1" }
                - setBody: { simple: "${header.id} ${header.lang} ${header.X-In} ${body}" }
        - route:
            id: gone
            from:
              uri: "platform-http:/gone"
              steps:
                - removeHeaders: { pattern: "*" }
                - setBody: { constant: "" }
        - route:
            id: static
            from:
              uri: "platform-http:/static"
              parameters: { matchOnUriPrefix: true }
              steps:
                - setBody: { simple: "${header.CamelHttpPath}" }
        """);
    var answer = gate.get("/orders/7?lang=de", "X-In: in");
    assertThat(answer.body()).isEqualTo("7 de in ");
    assertThat(answer.header("X-Out")).isEqualTo("1");
    assertThat(answer.headers()).noneMatch(line -> line.contains("lang") || line.contains("X-In"));
    assertThat(gate.get("/gone").status()).isEqualTo(204);
    assertThat(gate.get("/static/a").body()).isEqualTo("/a");
    try (var client = gate.client()) {
      var json = "Content-Type: application/json; charset=utf-8";
      assertThat(client.request("PUT", "/orders/7", "{}", json).read().body()).endsWith("{}");
      var xml = "Content-Type: text/xml";
      assertThat(client.request("PUT", "/orders/7", "<a/>", xml).read().status()).isEqualTo(415);
      assertThat(client.request("DELETE", "/orders/7", "").read().header("Allow"))
          .isEqualTo("GET, HEAD, PUT");
    }
    assertThat(gate.listener.stats().snapshot().routes())
        .anyMatch(figures -> figures.route().equals("orders") && figures.byClass().get(0) == 2);
  }

  @Test
  void servesTheRestDsl() throws Exception {
    gate.yaml(
        """
        - restConfiguration:
            enableCORS: true
        - rest:
            path: /users
            get:
              - path: /{id}
                produces: text/plain
                to: direct:user
            post:
              - path: /{id}
                to: direct:new
        - from:
            uri: direct:new
            steps:
              - setBody: { simple: "new ${header.id} ${header.CamelHttpMethod}" }
        - from:
            uri: direct:user
            steps:
              - setBody: { simple: "user ${header.id} ${header.CamelHttpMethod}" }
        """);
    assertThat(gate.get("/users/5").body()).isEqualTo("user 5 GET");
    assertThat(gate.get("/users/5", "Accept: image/png").status()).isEqualTo(406);
    try (var client = gate.client()) {
      assertThat(client.request("POST", "/users/5", "{}").read().body()).isEqualTo("new 5 POST");
      assertThat(client.request("DELETE", "/users/5", "").read().status()).isEqualTo(405);
    }
  }

  @Test
  void aStoppedRouteIsGoneAndASuspendedOneClosed() throws Exception {
    gate.serve(
        "unit",
        route -> true,
        context -> {
          Gate.load(context, NETTY);
          context.start();
          context.getRouteController().suspendRoute("hello");
          context.getRouteController().stopRoute("item");
        });
    assertThat(gate.get("/hello").status()).isEqualTo(503);
    assertThat(gate.get("/items/5").status()).isEqualTo(404);
  }
}
