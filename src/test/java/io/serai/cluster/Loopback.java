package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import io.serai.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Several members in this process, on free ports of loopback. */
public final class Loopback implements AutoCloseable {
  private final List<Integer> ports;
  private final List<Cluster> opened = new ArrayList<>();

  public Loopback(int members) {
    ports = freePorts(members);
  }

  /** All found before one is let go, so that none comes twice. */
  static List<Integer> freePorts(int count) {
    var sockets = new ArrayList<ServerSocket>();
    var ports = new ArrayList<Integer>();
    try {
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return ports;
  }

  ClusterSettings settings(int index) {
    return settings(index, "test");
  }

  ClusterSettings settings(int index, String name) {
    return new ClusterSettings(
        name,
        ports.stream().map(port -> "127.0.0.1:" + port).toList(),
        "127.0.0.1",
        ports.get(index),
        Duration.ofSeconds(5),
        1);
  }

  Cluster begin(int index) {
    return begin(settings(index));
  }

  Cluster begin(ClusterSettings settings) {
    var cluster = prepare(settings);
    cluster.begin();
    return cluster;
  }

  /** The one of that number, to be begun by the caller. */
  public Cluster prepare(int index) {
    return prepare(settings(index));
  }

  /** To be begun by the caller. */
  Cluster prepare(ClusterSettings settings) {
    var cluster = Cluster.of(settings, Member.self(settings, "at-" + settings.port(), "1.0"));
    opened.add(cluster);
    return cluster;
  }

  /**
   * Begins the first, and the others once it is open. Two that look for each other while neither is
   * open find out who is first only after Hazelcast's time to connect.
   */
  public static void beginInTurn(Cluster first, Cluster... others) {
    try (var log = new LogLines("io.serai.cluster")) {
      first.begin();
      untilOpen(first, log);
    }
    for (var other : others) {
      other.begin();
    }
  }

  /** Until the log tells that it has found nobody and is open for others. */
  static void untilOpen(Cluster cluster, LogLines log) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> log.has("open at " + cluster.self().address() + ","));
  }

  /** As if its process had died: its connections break, it says nothing, and it is opened anew. */
  public static void kill(Cluster cluster) {
    Hazelcast.getHazelcastInstanceByName("serai-" + cluster.self().id())
        .getLifecycleService()
        .terminate();
  }

  int port(int index) {
    return ports.get(index);
  }

  public static void untilAllSee(int members, Cluster... clusters) {
    for (var cluster : clusters) {
      await().atMost(Duration.ofSeconds(60)).until(() -> cluster.members().size() == members);
    }
  }

  static String next(BlockingQueue<String> queue) throws InterruptedException {
    var next = queue.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("a message within 30 s").isNotNull();
    return next == null ? "" : next;
  }

  /** The oldest last: who has lost it waits a second for the others to agree on the next. */
  @Override
  public void close() {
    Collections.reverse(opened);
    opened.forEach(Cluster::close);
  }
}
