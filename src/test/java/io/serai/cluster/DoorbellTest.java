package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Seconds are ticks here. */
@Timeout(60)
class DoorbellTest {
  private final Lane lane = new Lane("lane");
  private final List<Integer> ports = Loopback.freePorts(2);

  @AfterEach
  void close() {
    lane.close();
  }

  private Doorbell doorbell(List<String> members) {
    return new Doorbell(
        new ClusterSettings("test", members, "127.0.0.1", ports.get(0), Duration.ofSeconds(5), 1),
        lane);
  }

  private <T> T onLane(Supplier<T> asked) throws Exception {
    var answer = new CompletableFuture<T>();
    lane.run(() -> answer.complete(asked.get()));
    return answer.get(30, TimeUnit.SECONDS);
  }

  private String pass(int seconds, Doorbell doorbell) throws Exception {
    return onLane(
        () -> {
          IntStream.range(0, seconds).forEach(second -> doorbell.tick());
          return doorbell.found();
        });
  }

  @Test
  void ringsAfterTwentySecondsWithoutAnotherSinceThereWasOne() throws Exception {
    var address = "127.0.0.1:" + ports.get(1);
    try (var log = new LogLines("io.serai.cluster");
        var doorbell = doorbell(List.of("127.0.0.1", address))) {
      pass(19, doorbell);
      lane.run(doorbell::startOver);
      // A count that went on would have rung by now, at a port where nobody is.
      pass(19, doorbell);
      try (var socket = new ServerSocket(ports.get(1), 50, InetAddress.getLoopbackAddress())) {
        pass(1, doorbell);
        var answers =
            address
                + " answers but hasn't joined: another cluster.name than 'test', hanging,"
                + " about to join, or no gateway";
        await().until(() -> onLane(doorbell::found).equals(answers));
        assertThat(log.count("test: no other member for 20 s; " + answers)).isEqualTo(1);
        assertThat(log.has("nobody answers")).as("rung before").isFalse();
        assertThat(socket.isBound()).isTrue();
      }
      pass(4, doorbell);
      pass(1, doorbell);
      await().until(() -> onLane(doorbell::found).equals("nobody answers at " + address));
      assertThat(log.count("no other member for 25 s")).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatComesAfterAnotherHasJoinedIsNotSaid() throws Exception {
    try (var log = new LogLines("io.serai.cluster");
        var doorbell = doorbell(List.of("127.0.0.1:" + ports.get(1)))) {
      onLane(
          () -> {
            IntStream.range(0, 20).forEach(second -> doorbell.tick());
            doorbell.startOver(); // before any answer can be heard
            return true;
          });
      pass(19, doorbell);
      assertThat(onLane(doorbell::found)).isEmpty();
      pass(1, doorbell);
      await().until(() -> log.has("no other member for 20 s"));
      assertThat(log.count("no other member")).isEqualTo(1);
    }
  }

  @Test
  void whoeverTellsItTheTimeOrClosesItDoesNotWaitForItsRinging() throws Exception {
    var waiting = new ArrayList<SocketChannel>();
    try (var socket = new ServerSocket(ports.get(1), 1)) {
      // With its queue full it neither takes nor refuses, half a second for each address.
      for (int i = 0; i < 4; i++) {
        waiting.add(connecting(ports.get(1)));
      }
      var members = IntStream.range(1, 61).mapToObj(i -> "127.0.0." + i + ":" + ports.get(1));
      long start = System.nanoTime();
      try (var doorbell = doorbell(members.toList())) {
        pass(60, doorbell);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(socket.isClosed()).isFalse();
    } finally {
      for (var channel : waiting) {
        channel.close();
      }
    }
  }

  private static SocketChannel connecting(int port) throws IOException {
    var channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return channel;
  }
}
