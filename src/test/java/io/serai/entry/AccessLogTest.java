package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line per request, however it ends. */
class AccessLogTest {
  private final Hold hold = new Hold();
  private final Lines lines = Lines.of("io.serai.access");
  private Gate gate;

  @BeforeEach
  void open() throws Exception {
    gate = new Gate("listener.bodyTimeout", "300ms", "listener.name", "here");
    gate.serve(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gateway:/hello/{id}").id("hello").setBody(constant("hi"));
            from("gateway:/post?method=POST&maxBody=10B").id("post").setBody(constant("ok"));
            from("gateway:/held").id("held").process(hold);
            from("gateway:/late?deadline=50ms").id("late").process(hold);
            from("gateway:/bug").id("bug").throwException(new IllegalStateException("secret"));
          }
        });
  }

  @AfterEach
  void close() {
    gate.close();
    lines.close();
  }

  private void assertLine(String pattern) {
    // Written a moment after the answer is out.
    await().until(() -> !lines.all().isEmpty() && gate.listener.stats().inFlight() == 0);
    assertThat(lines.all()).hasSize(1);
    assertThat(lines.all().get(0)).matches(pattern);
  }

  @Test
  void saysMethodPathStatusBytesTimeIdAndRouteAndNotTheQuery() {
    gate.get("/hello/1%202?token=secret", "X-Request-Id: r1");
    assertLine("GET /hello/1%202 200 [1-9][0-9]*B [0-9]+us r1 unit/hello");
  }

  @Test
  void countsTheBytesOfHeadAndBody() {
    gate.get("/hello/1");
    await().until(() -> lines.all().size() == 1);
    int bytes = Integer.parseInt(lines.all().get(0).replaceAll(".* ([0-9]+)B .*", "$1"));
    assertThat(bytes).isBetween(100, 1000);
  }

  @Test
  void hasALineForEachPipelinedRequest() {
    try (var client = gate.client()) {
      client.get("/hello/1").get("/nowhere").get("/hello/2");
      client.read();
      client.read();
      client.read();
    }
    await().until(() -> lines.all().size() == 3);
    assertThat(lines.all().get(0)).startsWith("GET /hello/1 200 ");
    assertThat(lines.all().get(1)).matches("GET /nowhere 404 [0-9]+B [0-9]+us [0-9a-f]{16} -");
    assertThat(lines.all().get(2)).startsWith("GET /hello/2 200 ");
  }

  @Test
  void hasALineForARouteThatFailed() {
    gate.get("/bug", "X-Request-Id: r1");
    assertLine("GET /bug 500 [0-9]+B [0-9]+us r1 unit/bug");
  }

  @Test
  void hasOneLineForARouteThatAnswersAfterItsDeadline() throws Exception {
    gate.get("/late", "X-Request-Id: r1");
    hold.next().letGo("late");
    assertLine("GET /late 504 [0-9]+B [0-9]+us r1 unit/late");
  }

  @Test
  void has499ForAClientThatLeft() throws Exception {
    Hold.Held held;
    try (var client = gate.client()) {
      client.get("/held", "X-Request-Id: r1");
      held = hold.next();
    }
    assertLine("GET /held 499 0B [0-9]+us r1 unit/held");
    held.letGo("nobody reads this");
    assertLine("GET /held 499 0B [0-9]+us r1 unit/held");
  }

  @Test
  void has499ForAClientThatLeftBeforeItsBodyWasWhole() {
    try (var client = gate.client()) {
      client.send(
          "POST /post HTTP/1.1\r\nHost: a\r\nX-Request-Id: r1\r\nContent-Length: 9\r\n\r\na");
      await().until(() -> gate.listener.stats().inFlight() == 1);
    }
    assertLine("POST /post 499 0B [0-9]+us r1 unit/post");
  }

  @Test
  void hasALineForABodyThatIsTooLargeOrTooSlow() {
    try (var client = gate.client()) {
      client.send("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n").read();
    }
    try (var client = gate.client()) {
      client.send("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na").read();
    }
    await().until(() -> lines.all().size() == 2);
    assertThat(lines.all().get(0)).matches("POST /post 413 .* unit/post");
    assertThat(lines.all().get(1)).matches("POST /post 408 .* unit/post");
  }

  @Test
  void saysWhatIsWrongWithWhatIsNoRequest() {
    try (var client = gate.client()) {
      var id = client.send("G@T / HTTP/1.1\r\n\r\n").read().header("X-Request-Id");
      assertLine("- - 400 - - " + id + " - .*method.*");
    }
  }
}
