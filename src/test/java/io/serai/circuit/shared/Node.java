package io.serai.circuit.shared;

import static java.util.Objects.requireNonNull;

import io.serai.circuit.Breaker;
import io.serai.circuit.Circuit;
import io.serai.circuit.Circuits;
import io.serai.circuit.State;
import io.serai.circuit.Timing;
import io.serai.circuit.Watcher;
import io.serai.cluster.Board;
import io.serai.cluster.BoardListener;
import io.serai.cluster.Channel;
import io.serai.cluster.Cluster;
import io.serai.cluster.ClusterState;
import io.serai.cluster.Member;
import io.serai.cluster.Receiver;
import io.serai.cluster.Shelf;
import io.serai.cluster.ShelfRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One gateway of a {@link World}: a circuit, its calls, and the protocol. */
final class Node {
  static final String CIRCUIT = "backend:catalog";

  private final World world;
  final Member member;
  double callsPerSecond;
  boolean alive = true;
  long pausedUntil;
  boolean pathIsBroken;
  Set<String> view = new HashSet<>();
  private List<Member> members = List.of();
  final Map<String, Network.Fact> facts = new HashMap<>();
  final Circuits circuits = new Circuits(new Clock());
  final Circuit circuit;
  private @Nullable SharedCircuits shared;
  private @Nullable Receiver receiver;
  private @Nullable BoardListener listener;
  private final List<Consumer<List<Member>>> watchers = new ArrayList<>();

  /** When it last came into the state it is in. */
  long since;

  private boolean tripped;
  int passed;
  int rejected;

  Node(World world, Member member, double callsPerSecond) {
    this.world = world;
    this.member = member;
    this.callsPerSecond = callsPerSecond;
    this.circuit = circuits.shared(CIRCUIT, world.options, "");
  }

  void start() {
    shared = new SharedCircuits(new Ground(), circuits, new Step());
    circuits.watchedBy(new Noting(shared));
    nextCall();
  }

  SharedCircuits shared() {
    return requireNonNull(shared);
  }

  Stand stand() {
    var known = shared().circuit(circuit);
    return known == null ? Stand.NEW : known.stand();
  }

  State state() {
    return circuit.state();
  }

  void kill() {
    alive = false;
  }

  void pause(long nanos) {
    pausedUntil = world.now() + nanos;
  }

  /** Something happens here; nobody else may open a circuit whose own calls are healthy. */
  void step(Runnable task) {
    var before = circuit.state();
    boolean healthy = circuit.recent().healthy();
    tripped = false;
    task.run();
    var after = circuit.state();
    if (before == State.CLOSED && after == State.OPEN && healthy && !tripped) {
      world.violations.add(
          "%s was opened by others at %d though healthy: %s"
              .formatted(member.name(), world.now(), stand()));
    }
    since = before == after ? since : world.now();
  }

  // Calls.

  private void nextCall() {
    double wait =
        callsPerSecond <= 0 ? 1 : -Math.log(1 - world.random.nextDouble()) / callsPerSecond;
    world.at(
        world.now() + (long) (wait * World.SECONDS),
        this,
        () -> {
          if (callsPerSecond > 0) {
            call();
          }
          nextCall();
        });
  }

  void call() {
    var permit = circuit.acquire();
    if (permit == null) {
      rejected++;
      return;
    }
    passed++;
    if (circuit.state() == State.HALF_OPEN) {
      world.probe(this);
    }
    boolean fails = world.fails(this);
    long takes = world.duration();
    if (world.isCancelled()) {
      world.at(world.now() + takes, this, () -> circuit.released(permit));
    } else {
      world.at(world.now() + takes, this, () -> circuit.ended(permit, fails, takes));
    }
  }

  // Members and messages.

  void see(List<Member> now) {
    members = List.copyOf(now);
    view = new HashSet<>();
    now.forEach(each -> view.add(each.id()));
    watchers.forEach(watcher -> world.at(world.now(), this, () -> watcher.accept(members)));
  }

  void receive(Member from, byte[] message) {
    if (receiver != null) {
      receiver.received(from, message);
    }
  }

  BoardListener boardListener() {
    return requireNonNull(listener);
  }

  String words() {
    return "%s %s: %s since %d ms, stand %s, sees %d%s"
        .formatted(
            member.name(),
            alive ? member.id() : "dead",
            circuit.state(),
            (world.now() - since) / World.MILLIS,
            stand(),
            members.size(),
            pathIsBroken ? ", path broken" : "");
  }

  private final class Clock implements Timing {
    @Override
    public long nanos() {
      return world.now();
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
      world.at(world.now() + nanos, Node.this, task);
      return () -> {};
    }
  }

  private final class Step implements Lane {
    @Override
    public long nanos() {
      return world.now();
    }

    @Override
    public void run(Runnable task) {
      world.at(world.now(), Node.this, task);
    }

    @Override
    public void after(long nanos, Runnable task) {
      world.at(world.now() + nanos, Node.this, task);
    }
  }

  /** Passes on what the circuit tells, and notes that it opened by itself. */
  private final class Noting implements Watcher {
    private final Watcher to;

    Noting(Watcher to) {
      this.to = to;
    }

    @Override
    public void added(Breaker breaker) {
      to.added(breaker);
    }

    @Override
    public void removed(Breaker breaker) {
      to.removed(breaker);
    }

    @Override
    public void opened(Breaker breaker, int attempt, String reason) {
      tripped = true;
      to.opened(breaker, attempt, reason);
    }

    @Override
    public void closed(Breaker breaker, String reason) {
      to.closed(breaker, reason);
    }

    @Override
    public void wantsProbe(Breaker breaker) {
      to.wantsProbe(breaker);
    }

    @Override
    public void probed(Breaker breaker, boolean failed, boolean slow) {
      to.probed(breaker, failed, slow);
    }

    @Override
    public boolean forced(Breaker breaker, @Nullable State forced, String by) {
      return to.forced(breaker, forced, by);
    }
  }

  private final class Ground implements Cluster {
    @Override
    public Shelf shelf(ShelfRule rule, long most) {
      throw new UnsupportedOperationException("circuits keep nothing on it");
    }

    @Override
    public Channel channel(String name, Receiver to) {
      receiver = to;
      return new Channel() {
        @Override
        public void toAll(byte[] message) {
          for (var other : world.nodes) {
            if (other != Node.this && other.alive) {
              world.network.send(Node.this, other, message);
            }
          }
        }

        @Override
        public void to(String memberId, byte[] message) {
          for (var other : world.nodes) {
            if (other != Node.this && other.alive && other.member.id().equals(memberId)) {
              world.network.send(Node.this, other, message);
            }
          }
        }
      };
    }

    @Override
    public Board board(String name, BoardListener to) {
      listener = to;
      return new Board() {
        @Override
        public void put(String key, byte[] value) {
          world.network.put(Node.this, key, value);
        }

        @Override
        public void remove(String key) {
          if (facts.containsKey(key)) {
            world.network.put(Node.this, key, null);
          }
        }

        @Override
        public Map<String, byte[]> all() {
          var all = new HashMap<String, byte[]>();
          facts.forEach(
              (key, fact) -> {
                if (fact.value() != null) {
                  all.put(key, fact.value());
                }
              });
          return all;
        }
      };
    }

    @Override
    public Runnable onMembers(Consumer<List<Member>> watcher) {
      watchers.add(watcher);
      return () -> watchers.remove(watcher);
    }

    @Override
    public String name() {
      return "sim";
    }

    @Override
    public Member self() {
      return member;
    }

    @Override
    public List<Member> members() {
      return members;
    }

    @Override
    public ClusterState state() {
      return ClusterState.JOINED;
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public void begin() {}

    @Override
    public void close() {}
  }
}
