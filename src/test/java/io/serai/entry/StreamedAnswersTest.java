package io.serai.entry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.serai.request.BodyFlow;
import io.serai.request.Request;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route that has put a flow into its message answers as that comes. */
class StreamedAnswersTest {
  private static final byte[] LARGE = new byte[64 << 10];

  private final BlockingQueue<Producer> producers = new LinkedBlockingQueue<>();
  private Gate gate;
  private Doors doors;

  /** A source that the test drives. */
  private static final class Producer implements BodyFlow.Source {
    final AtomicInteger resumed = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final BodyFlow flow;
    final Request request;

    Producer(long length, Request request) {
      this.flow = new BodyFlow(length, this);
      this.request = request;
    }

    @Override
    public void resume() {
      resumed.incrementAndGet();
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
    }

    void on(Runnable task) throws Exception {
      request.loop().submit(task).get(5, TimeUnit.SECONDS);
    }

    void add(String piece) throws Exception {
      on(() -> flow.add(Unpooled.wrappedBuffer(piece.getBytes(ISO_8859_1))));
    }

    void end(String... trailers) throws Exception {
      on(() -> flow.end(List.of(trailers)));
    }
  }

  @BeforeEach
  void open() throws Exception {
    open("60s");
  }

  private void open(String streamIdle) throws Exception {
    gate = new Gate("gateway.streamIdle", streamIdle);
    doors =
        gate.serve(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("gateway:/flow").process(exchange -> stream(exchange, BodyFlow.UNKNOWN));
                from("gateway:/ten").process(exchange -> stream(exchange, 10));
                from("gateway:/plain").setBody(constant("plain"));
              }
            });
  }

  private void stream(Exchange exchange, long length) {
    var producer = new Producer(length, requireNonNull(Request.of(exchange)));
    exchange.getMessage().setBody(producer.flow);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/x-ndjson");
    producers.add(producer);
  }

  private Producer producer() throws Exception {
    return requireNonNull(producers.poll(5, TimeUnit.SECONDS));
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void piecesGoOutOneByOneAndTheNextRequestFollows() throws Exception {
    try (var client = gate.client()) {
      client.get("/flow").get("/plain");
      var head = client.readHead();
      assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
      var producer = producer();
      producer.add("first\n");
      assertThat(client.chunk()).isEqualTo("first\n");
      assertThat(gate.listener.stats().inFlight()).isEqualTo(1);
      producer.add("second\n");
      assertThat(client.chunk()).isEqualTo("second\n");
      producer.end("X-Sum", "2");
      assertThat(client.chunk()).isEmpty();
      assertThat(client.trailers()).containsExactly("X-Sum: 2");
      assertThat(client.read().body()).isEqualTo("plain");
      await().until(() -> gate.listener.stats().inFlight() == 0);
    }
  }

  @Test
  void anAnnouncedLengthStaysOne() throws Exception {
    try (var client = gate.client()) {
      client.get("/ten");
      var producer = producer();
      producer.add("01234");
      producer.add("56789");
      producer.end();
      var answer = client.read();
      assertThat(answer.header("Content-Length")).isEqualTo("10");
      assertThat(answer.body()).isEqualTo("0123456789");
      assertThat(client.get("/plain").read().body()).isEqualTo("plain");
    }
  }

  @Test
  void headGetsTheHeadAndTheSourceIsLetGo() throws Exception {
    try (var client = gate.client()) {
      client.request("HEAD", "/ten", "");
      assertThat(client.readHead().header("Content-Length")).isEqualTo("10");
      assertThat(producer().cancelled).hasValue(1);
      assertThat(client.get("/plain").read().body()).isEqualTo("plain");
    }
  }

  @Test
  void aBreakIsNoCleanEnd() throws Exception {
    try (var client = gate.client()) {
      client.get("/flow");
      client.readHead();
      var producer = producer();
      producer.add("half");
      assertThat(client.chunk()).isEqualTo("half");
      producer.on(() -> producer.flow.fail("no more of it"));
      assertThat(client.takeAll()).isEmpty();
    }
    try (var client = gate.client()) {
      client.get("/ten");
      client.readHead();
      var producer = producer();
      producer.add("01234");
      producer.end();
      assertThat(client.takeAll()).isEqualTo("01234");
    }
    await().until(() -> gate.listener.stats().connections() == 0);
  }

  @Test
  void toHttp10TheEndOfTheConnectionIsTheEndAndABreakAReset() throws Exception {
    try (var client = gate.client()) {
      client.send("GET /flow HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      var head = client.readHead();
      assertThat(head.header("Transfer-Encoding")).isEmpty();
      assertThat(head.header("Connection")).isEqualTo("close");
      var producer = producer();
      producer.add("all of it");
      producer.end();
      assertThat(client.takeAll()).isEqualTo("all of it");
    }
    try (var client = gate.client()) {
      client.send("GET /flow HTTP/1.0\r\n\r\n");
      client.readHead();
      var producer = producer();
      producer.on(() -> producer.flow.fail("no more of it"));
      assertThatThrownBy(client::takeAll).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsBackTheSource() throws Exception {
    try (var client = gate.client()) {
      client.get("/flow");
      client.readHead();
      var producer = producer();
      int[] pieces = {0};
      producer.on(
          () -> {
            for (; producer.flow.wantsMore(); pieces[0]++) {
              producer.flow.add(Unpooled.wrappedBuffer(LARGE));
            }
          });
      int resumed = producer.resumed.get();
      for (int i = 0; i < pieces[0]; i++) {
        assertThat(client.chunk()).hasSize(LARGE.length);
      }
      await().until(() -> producer.resumed.get() == resumed + 1);
      producer.end();
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void aGenerationIsDrainedWhenItsStreamsHaveEnded() throws Exception {
    try (var client = gate.client()) {
      client.get("/flow");
      client.readHead();
      var producer = producer();
      var drained = doors.drained();
      producer.add("still there");
      assertThat(client.chunk()).isEqualTo("still there");
      assertThat(drained).isNotDone();
      producer.end();
      assertThat(client.chunk()).isEmpty();
      drained.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoeverLeavesLetsTheSourceGo() throws Exception {
    Producer producer;
    try (var client = gate.client()) {
      client.get("/flow");
      client.readHead();
      producer = producer();
    }
    await().until(() -> producer.cancelled.get() == 1);
    await().until(() -> gate.listener.stats().inFlight() == 0);
  }

  @Test
  void whatStandsStillIsEnded() throws Exception {
    gate.close();
    open("200ms");
    try (var client = gate.client()) {
      client.get("/flow");
      client.readHead();
      var producer = producer();
      producer.add("and then nothing");
      assertThat(client.chunk()).isEqualTo("and then nothing");
      assertThat(client.takeAll()).isEmpty();
      await().until(() -> producer.cancelled.get() == 1);
    }
  }
}
