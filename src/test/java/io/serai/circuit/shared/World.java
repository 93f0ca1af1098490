package io.serai.circuit.shared;

import io.serai.circuit.CircuitOptions;
import io.serai.cluster.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in virtual time: nodes with the real circuits and the real protocol, a network that
 * delays and loses, a backend that dies and heals. Everything that happens follows from the seed.
 */
final class World {
  static final long MILLIS = 1_000_000;
  static final long SECONDS = 1000 * MILLIS;

  private record Event(long at, long number, @Nullable Node node, Runnable task) {}

  final long seed;
  final Random random;
  final CircuitOptions options;
  final List<Node> nodes = new ArrayList<>();
  final Network network = new Network(this);

  /** Of all probes that went out, by the mark of the round. */
  final Map<Mark, Integer> probes = new HashMap<>();

  final List<String> violations = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now = 1000 * SECONDS;
  private long number;
  boolean backendIsWell = true;
  double failingShare;
  long callTakes = 20 * MILLIS;

  /** Of the calls so many take up to a minute and a half, and so many are given up by clients. */
  double slowShare;

  double cancelledShare;

  World(long seed, CircuitOptions options) {
    this.seed = seed;
    this.random = new Random(seed);
    this.options = options;
    every(500 * MILLIS, network::views);
  }

  long now() {
    return now;
  }

  /** Nodes with that many calls a second each. */
  World nodes(int count, double callsPerSecond) {
    for (int i = 0; i < count; i++) {
      join(callsPerSecond);
    }
    return this;
  }

  Node join(double callsPerSecond) {
    int index = nodes.size();
    // Ids are random, as real ones are; the order of joining is that of the list.
    var id = "%08x".formatted(random.nextInt());
    var member = new Member(id, "10.0.0." + index, "n" + index, "1", java.time.Instant.EPOCH);
    var node = new Node(this, member, callsPerSecond);
    nodes.add(node);
    network.joined(node);
    node.start();
    return node;
  }

  Node node(int index) {
    return nodes.get(index);
  }

  List<Node> alive() {
    return nodes.stream().filter(node -> node.alive).toList();
  }

  void at(long when, @Nullable Node node, Runnable task) {
    events.add(new Event(Math.max(when, now), number++, node, task));
  }

  void after(long delay, Runnable task) {
    at(now + delay, null, task);
  }

  private void every(long period, Runnable task) {
    after(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }

  World run(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().at() <= end) {
      var event = events.remove();
      now = Math.max(now, event.at());
      var node = event.node();
      if (node == null) {
        event.task().run();
      } else if (node.alive && node.pausedUntil > now) {
        events.add(new Event(node.pausedUntil, event.number(), node, event.task()));
      } else if (node.alive) {
        node.step(event.task());
      }
    }
    now = end;
    return this;
  }

  /** One call: whether it fails is decided when it sets out. */
  boolean fails(Node node) {
    return !backendIsWell || node.pathIsBroken || random.nextDouble() < failingShare;
  }

  long duration() {
    if (slowShare > 0 && random.nextDouble() < slowShare) {
      return (long) (random.nextDouble() * 90 * SECONDS);
    }
    return (long) (callTakes * (0.5 + random.nextDouble()));
  }

  boolean isCancelled() {
    return cancelledShare > 0 && random.nextDouble() < cancelledShare;
  }

  void probe(Node node) {
    probes.merge(node.stand().mark(), 1, Integer::sum);
  }

  int mostProbes() {
    return probes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** What to print when something is wrong. */
  String words() {
    var words = new StringBuilder("seed " + seed + " at " + (now / MILLIS - 1_000_000) + " ms\n");
    for (var node : nodes) {
      words.append(node.words()).append('\n');
    }
    return words + String.join("\n", violations);
  }
}
