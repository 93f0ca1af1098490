package io.serai.circuit.shared;

import io.serai.cluster.BoardListener;
import io.serai.cluster.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lies between the nodes of a {@link World}: delay, loss, partitions, and who is a member. */
final class Network {
  private static final long HEARTBEAT = 5 * World.SECONDS;
  private static final long MERGE = 3 * World.SECONDS;

  /** One write to a board; null for what was taken off. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fact(byte @Nullable [] value, long at) {}

  private final World world;
  long shortest = World.MILLIS / 10;
  long longest = 5 * World.MILLIS;

  /** Of a message, to take up to {@link #lateBy} longer. */
  double late;

  long lateBy = 600 * World.MILLIS;
  double lost;
  boolean boardIsFull;
  private final Map<Node, Integer> sides = new HashMap<>();
  private final Map<String, Long> lastArrival = new HashMap<>();
  private final Map<String, Long> apartSince = new HashMap<>();
  private final Map<String, Long> togetherSince = new HashMap<>();
  int sent;

  Network(World world) {
    this.world = world;
  }

  void joined(Node node) {
    for (var other : world.nodes) {
      if (other != node) {
        togetherSince.put(pair(node, other), world.now() - MERGE);
      }
    }
    node.see(List.of(node.member));
  }

  /** The first so many are on one side, the others on the other. */
  void cut(int first) {
    for (int i = 0; i < world.nodes.size(); i++) {
      sides.put(world.node(i), i < first ? 0 : 1);
    }
  }

  void heal() {
    sides.clear();
  }

  boolean reaches(Node from, Node to) {
    return sides.getOrDefault(from, 0).equals(sides.getOrDefault(to, 0));
  }

  void send(Node from, Node to, byte[] message) {
    sent++;
    if (!reaches(from, to) || !from.view.contains(to.member.id()) || happens(lost)) {
      return;
    }
    long arrives = world.now() + delay();
    var way = from.member.id() + ">" + to.member.id();
    arrives = Math.max(arrives, lastArrival.getOrDefault(way, 0L));
    lastArrival.put(way, arrives);
    world.at(arrives, to, () -> to.receive(from.member, message));
  }

  private long delay() {
    long plain = shortest + (long) (world.random.nextDouble() * (longest - shortest));
    return plain + (happens(late) ? (long) (world.random.nextDouble() * lateBy) : 0);
  }

  private boolean happens(double chance) {
    return chance > 0 && world.random.nextDouble() < chance;
  }

  void put(Node from, String key, byte @Nullable [] value) {
    if (boardIsFull && value != null) {
      throw new IllegalStateException("no room");
    }
    var fact = new Fact(value, world.now());
    for (var to : world.alive()) {
      if (to == from) {
        learn(to, key, fact);
      } else if (reaches(from, to) && from.view.contains(to.member.id())) {
        world.at(world.now() + delay(), to, () -> learn(to, key, fact));
      }
    }
  }

  /** Of two writes the later wins. */
  private void learn(Node node, String key, Fact fact) {
    var before = node.facts.get(key);
    if (before == null || fact.at() > before.at()) {
      node.facts.put(key, fact);
      BoardListener listener = node.boardListener();
      var value = fact.value();
      if (value == null) {
        listener.removed(key);
      } else {
        listener.put(key, value);
      }
    }
  }

  /** Members come and go as heartbeats say; now and then. */
  void views() {
    var all = world.nodes;
    for (var node : all) {
      if (!node.alive || node.pausedUntil > world.now()) {
        continue;
      }
      var view = new HashSet<String>();
      var members = new ArrayList<Member>();
      for (var other : all) {
        if (other == node || sees(node, other)) {
          view.add(other.member.id());
          members.add(other.member);
        }
      }
      if (!view.equals(node.view)) {
        var back = new HashSet<>(view);
        back.removeAll(node.view);
        node.see(members);
        merge(node, back);
      }
    }
  }

  private boolean sees(Node node, Node other) {
    if (!other.alive) {
      return false;
    }
    var pair = pair(node, other);
    boolean talk = reaches(node, other) && other.pausedUntil <= world.now();
    if (talk) {
      apartSince.remove(pair);
      togetherSince.putIfAbsent(pair, world.now());
    } else {
      long since = apartSince.computeIfAbsent(pair, unused -> world.now());
      if (world.now() - since >= HEARTBEAT) {
        togetherSince.remove(pair);
      }
    }
    var together = togetherSince.get(pair);
    return together != null && world.now() - together >= MERGE;
  }

  private void merge(Node node, Set<String> back) {
    for (var other : world.alive()) {
      if (back.contains(other.member.id())) {
        other.facts.forEach(
            (key, fact) -> world.at(world.now(), node, () -> learn(node, key, fact)));
      }
    }
  }

  private static String pair(Node one, Node other) {
    var a = one.member.id();
    var b = other.member.id();
    return a.compareTo(b) < 0 ? a + b : b + a;
  }
}
