package io.serai.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three real members that see each other; each test has channels of its own. */
class JoinedTest {
  private static final Loopback NETWORK = new Loopback(4);
  private static final Cluster A = NETWORK.prepare(NETWORK.settings(0));
  private static final Cluster B = NETWORK.prepare(NETWORK.settings(1));
  private static final Cluster C = NETWORK.prepare(NETWORK.settings(2));

  @BeforeAll
  static void join() {
    Loopback.beginInTurn(A, B, C);
    Loopback.untilAllSee(3, A, B, C);
  }

  @AfterAll
  static void close() {
    NETWORK.close();
  }

  @Test
  void messagesReachAllOthersOrTheOneInOrder() throws Exception {
    var atA = new LinkedBlockingQueue<String>();
    var atB = new LinkedBlockingQueue<String>();
    var atC = new LinkedBlockingQueue<String>();
    var fromA = A.channel("x", (from, message) -> atA.add(text(message)));
    B.channel("x", (from, message) -> atB.add(from.name() + " " + text(message)));
    C.channel("x", (from, message) -> atC.add(from.name() + " " + text(message)));
    C.channel("y", (from, message) -> atC.add("on another channel"));

    var me = A.self().name();
    fromA.toAll(bytes("1"));
    fromA.to(B.self().id(), bytes("2"));
    fromA.to(A.self().id(), bytes("to myself"));
    fromA.to("nobody", bytes("to nobody"));
    fromA.toAll(new byte[Channel.MOST_BYTES + 1]);
    fromA.toAll(bytes("3"));
    assertThat(Loopback.next(atB)).isEqualTo(me + " 1");
    assertThat(Loopback.next(atB)).isEqualTo(me + " 2");
    assertThat(Loopback.next(atB)).isEqualTo(me + " 3");
    assertThat(Loopback.next(atC)).isEqualTo(me + " 1");
    assertThat(Loopback.next(atC)).isEqualTo(me + " 3");
    assertThat(atA).isEmpty();
  }

  @Test
  void aReceiverThatFailsHearsTheNextMessage() throws Exception {
    var fromA = A.channel("fails", (from, message) -> {});
    var atB = new LinkedBlockingQueue<String>();
    B.channel(
        "fails",
        (from, message) -> {
          if (text(message).equals("bad")) {
            throw new IllegalArgumentException("told to");
          }
          atB.add(text(message));
        });
    fromA.toAll(bytes("bad"));
    fromA.toAll(bytes("good"));
    assertThat(Loopback.next(atB)).isEqualTo("good");
  }

  @Test
  void anotherNameDoesNotJoin() {
    var other = NETWORK.prepare(NETWORK.settings(3, "production"));
    // Open at last, it has asked the others and heard that it is alone.
    Loopback.beginInTurn(other);
    assertThat(A.members()).hasSize(3);
    assertThat(other.members()).containsExactly(other.self());
    assertThat(other.state()).isEqualTo(ClusterState.JOINING);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
