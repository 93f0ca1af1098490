package io.serai.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several members in this process, on free ports of loopback. */
final class Loopback implements AutoCloseable {
  private final List<Integer> ports;
  private final List<Cluster> opened = new ArrayList<>();

  Loopback(int members) {
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
        Duration.ofSeconds(5));
  }

  Cluster begin(int index) {
    return begin(settings(index));
  }

  Cluster begin(ClusterSettings settings) {
    var cluster = prepare(settings);
    cluster.begin();
    return cluster;
  }

  /** To be begun by the caller. */
  Cluster prepare(ClusterSettings settings) {
    var cluster = Cluster.of(settings, Member.self(settings, "at-" + settings.port(), "1.0"));
    opened.add(cluster);
    return cluster;
  }

  int port(int index) {
    return ports.get(index);
  }

  static void untilAllSee(int members, Cluster... clusters) {
    for (var cluster : clusters) {
      await().atMost(Duration.ofSeconds(60)).until(() -> cluster.members().size() == members);
    }
  }

  @Override
  public void close() {
    opened.forEach(Cluster::close);
  }
}
