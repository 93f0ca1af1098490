package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name that stands for several addresses. */
@Timeout(30)
class AddressesTest {
  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private StubDns dns;
  private Calls calls;

  @BeforeEach
  void start() throws IOException {
    dns = new StubDns("127.0.0.1,127.0.0.2");
    calls =
        new Calls(
            dns.provider(),
            "backend.a.url",
            "http://shop.example.:" + one.port(),
            "backend.a.retries",
            "0");
  }

  @AfterEach
  void close() {
    calls.close();
    dns.close();
    one.close();
  }

  /** On the same port of the other address. */
  private StubBackend second() {
    return StubBackend.start(
        new ServerSocketFactory() {
          @Override
          public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 50, InetAddress.getLoopbackAddress());
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
              throws IOException {
            return new ServerSocket(one.port(), backlog, InetAddress.getByName("127.0.0.2"));
          }
        },
        "http");
  }

  private List<CompletableFuture<Outcome>> begin(int count) {
    var begun = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < count; i++) {
      begun.add(calls.begin(calls.request(), "backend:a/x"));
    }
    return begun;
  }

  @Test
  void connectionsAreSharedOutAmongThem() {
    one.otherwise(Script.hang());
    try (var two = second().otherwise(Script.hang())) {
      begin(10);
      await().until(() -> one.requests().size() + two.requests().size() == 10);
      assertThat(one.connections()).isEqualTo(5);
      assertThat(two.connections()).isEqualTo(5);
    }
  }

  @Test
  void oneThatTakesNoConnectionCostsNoCall() {
    assertThat(begin(20)).allSatisfy(call -> assertThat(Calls.await(call).isSuccess()).isTrue());
    assertThat(calls.stats("a").retries()).isZero();
    assertThat(calls.stats("a").failures()).containsEntry("connect", 0L);
  }

  @Test
  void anAddressThatIsGoneFromTheNameGetsNoNewConnections() throws IOException {
    dns.address = "127.0.0.2";
    try (var two = second().otherwise(Script.answer(200, "", "2", "Connection: close"))) {
      assertThat(calls.call("backend:a/x", "format", "text").isSuccess()).isTrue();
      dns.address = "127.0.0.1";
      await()
          .until(
              () -> {
                calls.call("backend:a/x", "format", "text");
                return !one.requests().isEmpty();
              });
      assertThat(two.requests()).isNotEmpty();
    }
  }

  @Test
  void thoseThatFailedAMomentAgoAreTriedLastAndTheOthersInTurn() throws IOException {
    var now = new AtomicLong();
    var dead = new DeadAddresses(now::get);
    var a = InetAddress.getByName("10.0.0.1");
    var b = InetAddress.getByName("10.0.0.2");
    var c = InetAddress.getByName("10.0.0.3");
    var all = List.of(a, b, c);
    assertThat(dead.inOrder(all, 1)).containsExactly(b, c, a);
    dead.failed(a);
    assertThat(dead.inOrder(all, 0)).containsExactly(b, c, a);
    assertThat(dead.inOrder(all, 1)).containsExactly(c, b, a);
    assertThat(dead.inOrder(all, -1)).containsExactly(c, b, a);
    dead.failed(b);
    dead.failed(c);
    assertThat(dead.inOrder(all, 0)).as("all of them, all the same").containsExactly(a, b, c);
    dead.connected(b);
    assertThat(dead.inOrder(all, 0)).containsExactly(b, a, c);
    now.addAndGet(DeadAddresses.REMEMBERED);
    assertThat(dead.inOrder(all, 0)).containsExactly(a, b, c);
  }
}
