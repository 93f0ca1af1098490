package io.serai.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real members, each on a port of its own. */
class TogetherTest {
  private final Loopback network = new Loopback(3);

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void findEachOtherAndNoticeWhoIsStopped() throws Exception {
    var a = network.prepare(network.settings(0));
    var heard = new LinkedBlockingQueue<List<Member>>();
    a.onMembers(heard::add);
    Loopback.beginInTurn(a);
    assertThat(a.state()).isEqualTo(ClusterState.JOINING);
    assertThat(a.members()).containsExactly(a.self());
    var b = network.begin(1);
    Loopback.untilAllSee(2, a, b);
    var c = network.begin(2);
    Loopback.untilAllSee(3, a, b, c);

    assertThat(a.state()).isEqualTo(ClusterState.JOINED);
    assertThat(a.members())
        .extracting(Member::name)
        .as("oldest first")
        .endsWith("at-" + network.port(2))
        .containsExactlyElementsOf(b.members().stream().map(Member::name).toList())
        .containsExactlyElementsOf(c.members().stream().map(Member::name).toList());
    assertThat(b.members())
        .extracting(Member::address)
        .contains("127.0.0.1:" + network.port(0), "127.0.0.1:" + network.port(2));
    assertThat(a.members()).extracting(Member::id).contains(b.self().id(), c.self().id());

    c.close();
    assertThat(c.state()).isEqualTo(ClusterState.LEFT);
    Loopback.untilAllSee(2, a, b);
    b.close();
    Loopback.untilAllSee(1, a);
    assertThat(a.state()).isEqualTo(ClusterState.JOINING);
    assertThat(heard).extracting(List::size).containsExactly(2, 3, 2, 1);
  }

  @Test
  void saysWhoAnswersWithoutJoiningAndWhereNobodyDoesUntilAnotherJoins() {
    try (var log = new LogLines("io.serai.cluster")) {
      var a = network.begin(0);
      var stranger = network.begin(network.settings(1, "other"));
      var answers =
          "127.0.0.1:"
              + network.port(1)
              + " answers but hasn't joined: another cluster.name than 'test'";
      var nobody = "nobody answers at 127.0.0.1:" + network.port(2);
      untilItSays(a, answers, nobody);
      assertThat(a.reason()).startsWith("joining: ").doesNotContain(":" + network.port(0));
      assertThat(log.has("test: no other member for ", answers, nobody)).isTrue();
      untilItSays(stranger, "another cluster.name than 'other'");

      var b = network.begin(2);
      Loopback.untilAllSee(2, a, b);
      assertThat(a.reason()).isEqualTo("joined");
      pass(Doorbell.PATIENCE, a);
      b.close();
      Loopback.untilAllSee(1, a);
      assertThat(a.reason()).as("not at once").isEqualTo(ClusterState.JOINING.reason());
      untilItSays(a, answers, nobody);
    }
  }

  /** Seconds of the cluster's pass faster meanwhile. */
  private static void untilItSays(Cluster cluster, String... texts) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              pass(5, cluster);
              return List.of(texts).stream().allMatch(cluster.reason()::contains);
            });
  }

  private static void pass(int seconds, Cluster cluster) {
    for (int i = 0; i < seconds; i++) {
      ((Together) cluster).tick();
    }
  }

  @Test
  void whatWaitsTooMuchToBeSentIsDroppedAndSaidSo() {
    var a = network.prepare(network.settings(0));
    var channel = a.channel("x", (from, message) -> {});
    try (var log = new LogLines("io.serai.cluster")) {
      a.begin();
      Loopback.untilOpen(a, log);
      await()
          .until(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  channel.toAll(new byte[0]);
                }
                return log.has("more than 10000 messages wait to be sent, one was dropped");
              });
    }
  }

  @Test
  void whoHearsOfAMemberCanSendToItAtOnce() throws Exception {
    var a = network.prepare(network.settings(0));
    var fromA = a.channel("x", (from, message) -> {});
    a.onMembers(
        members ->
            members.stream()
                .filter(member -> !member.equals(a.self()))
                .forEach(member -> fromA.to(member.id(), bytes("welcome"))));
    var b = network.prepare(network.settings(1));
    var atB = new LinkedBlockingQueue<String>();
    b.channel("x", (from, message) -> atB.add(text(message)));
    fromA.toAll(bytes("before there was anybody"));
    Loopback.beginInTurn(a, b);
    assertThat(Loopback.next(atB)).isEqualTo("welcome");
  }

  @Test
  void aBoardIsAdoptedByWhoComesLaterAndTheLaterWriteWins() {
    var a = network.prepare(network.settings(0));
    var b = network.prepare(network.settings(1));
    var c = network.prepare(network.settings(2));
    var heard = new ConcurrentHashMap<String, String>();
    var onA = a.board("circuits", into(new ConcurrentHashMap<>()));
    var onB = b.board("circuits", into(new ConcurrentHashMap<>()));
    onA.put("written before it began", bytes("1"));
    onA.put("both", bytes("of a"));
    // Of two in one millisecond neither is the later.
    long written = System.currentTimeMillis();
    await().until(() -> System.currentTimeMillis() > written);
    onB.put("both", bytes("of b, later"));
    Loopback.beginInTurn(a, b);
    Loopback.untilAllSee(2, a, b);
    await().until(() -> shown(onA).equals(shown(onB)) && onB.all().size() == 2);
    assertThat(shown(onA)).containsEntry("both", "of b, later");

    onA.remove("both");
    await().until(() -> !onB.all().containsKey("both"));
    a.close();
    Loopback.untilAllSee(1, b);
    var onC = c.board("circuits", into(heard));
    c.begin();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> shown(onC).equals(Map.of("written before it began", "1")));
    await().until(() -> heard.equals(Map.of("written before it began", "1")));
  }

  @Test
  void aBoardThatIsFullSaysSo() {
    var board =
        network.prepare(network.settings(0)).board("circuits", into(new ConcurrentHashMap<>()));
    board.put("a", new byte[Channel.MOST_BYTES - 1]);
    assertThatThrownBy(() -> board.put("b", new byte[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("board circuits: no room for b");
    board.put("a", new byte[1]);
    board.put("b", new byte[0]);
  }

  @Test
  void aPortThatIsTakenIsTriedAgain() throws Exception {
    var a = network.prepare(network.settings(0));
    try (var log = new LogLines("io.serai.cluster")) {
      try (var taken = new ServerSocket(network.port(0), 1, InetAddress.getLoopbackAddress())) {
        a.begin();
        await().until(() -> a.state() == ClusterState.FAILED);
        assertThat(a.reason())
            .isEqualTo(
                "cluster.port: 127.0.0.1:"
                    + taken.getLocalPort()
                    + " is taken by another process (expected: a free port)");
      }
      Loopback.untilOpen(a, log);
    }
    var b = network.begin(1);
    Loopback.untilAllSee(2, a, b);
    assertThat(a.state()).isEqualTo(ClusterState.JOINED);
  }

  @Test
  void anAddressOfNoInterfaceOfOursIsNamed() {
    var settings =
        new ClusterSettings(
            "test", List.of("192.0.2.1"), "192.0.2.1", 5701, Duration.ofSeconds(5), 1);
    var a = network.begin(settings);
    await().until(() -> a.state() == ClusterState.FAILED);
    assertThat(a.reason()).startsWith("cluster.host: can't listen on 192.0.2.1:5701: ");
  }

  @Test
  void listensOnTheOneAddressOnlyAndSpeaksNothingButItsOwn() throws Exception {
    network.begin(0);
    await().atMost(Duration.ofSeconds(30)).until(() -> answers(network.port(0)));
    try (var socket = new Socket()) {
      assertThatThrownBy(
              () ->
                  socket.connect(
                      new InetSocketAddress(
                          InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), network.port(0)),
                      2_000))
          .hasMessageContaining("refused");
    }
    // What clients, REST and memcache begin with: hung up on, which takes Hazelcast five seconds.
    var sockets = new ArrayList<Socket>();
    try {
      var begins = List.of("CP2", "GET / HTTP/1.1\r\n\r\n", "stats\r\n");
      for (var begin : begins) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), network.port(0));
        sockets.add(socket);
        socket.setSoTimeout(60_000); // it is bound before it is read
        socket.getOutputStream().write(bytes(begin));
      }
      for (int i = 0; i < begins.size(); i++) {
        assertThat(untilHungUp(sockets.get(i))).as(begins.get(i)).doesNotContain("HTTP", "STAT");
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static String untilHungUp(Socket socket) throws IOException {
    try {
      return text(socket.getInputStream().readAllBytes());
    } catch (SocketException e) {
      return ""; // what was not read is answered by a reset
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static BoardListener into(Map<String, String> map) {
    return new BoardListener() {
      @Override
      public void put(String key, byte[] value) {
        map.put(key, text(value));
      }

      @Override
      public void removed(String key) {
        map.remove(key);
      }
    };
  }

  private static Map<String, String> shown(Board board) {
    var shown = new ConcurrentHashMap<String, String>();
    board.all().forEach((key, value) -> shown.put(key, text(value)));
    return shown;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
