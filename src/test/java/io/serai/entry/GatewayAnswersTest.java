package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.PartFailed;
import io.serai.testing.RawClient;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a route reaches the client. */
class GatewayAnswersTest {
  private Gate gate;

  @BeforeEach
  void open() {
    gate = new Gate();
  }

  @AfterEach
  void close() {
    gate.close();
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
            from("gateway:/same?method=POST").process(e -> e.getMessage().getHeaders());
            from("gateway:/other?method=POST")
                .process(e -> e.getMessage().getHeaders())
                .setBody(constant(" [1]"));
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
}
