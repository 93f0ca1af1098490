package io.serai.circuit.shared;

import io.serai.circuit.Breaker;
import io.serai.circuit.State;
import io.serai.circuit.Wanted;
import io.serai.circuit.Watcher;
import io.serai.circuit.shared.Message.Entry;
import io.serai.circuit.shared.Message.Sum;
import io.serai.circuit.shared.Message.Sums;
import io.serai.circuit.shared.Message.Sync;
import io.serai.circuit.shared.Message.Told;
import io.serai.cluster.Board;
import io.serai.cluster.Channel;
import io.serai.cluster.Cluster;
import io.serai.cluster.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All circuits of this node that others have too. Hears of the circuits here as their {@link
 * Watcher}, of the others over a {@link Channel}, and of what operators want by a {@link Board};
 * all of it is done on one {@link Lane}, so that no call ever waits for it. Only circuits that
 * exist here are remembered.
 */
public final class SharedCircuits implements Watcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCircuits.class);
  private static final String NAME = "circuits";

  /** A member that has no ear for it, of an older release perhaps, is left alone after so many. */
  private static final int MOST_SYNCS = 10;

  /** Some seconds of what ten members with a thousand circuits each have to tell. */
  static final long MOST_UNREAD = 16 << 20;

  /** What one takes in line beside its bytes. */
  private static final long MESSAGE_BYTES = 200;

  private final Cluster cluster;
  private final Lane lane;
  private final Peers peers;
  private final Map<CircuitId, SharedCircuit> circuits = new ConcurrentHashMap<>();
  private final Map<String, Integer> unheard = new HashMap<>();
  private final Set<String> fresh = new HashSet<>();
  private final Set<Integer> strange = new HashSet<>();
  private final Post post;
  private final Ears ears;
  private final Wishes wishes;
  private final Runnable forgetMembers;
  private final AtomicLong unread = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  SharedCircuits(Cluster cluster, Wanted wanted, Lane lane) {
    this.cluster = cluster;
    this.lane = lane;
    this.post = new OverChannel(cluster.channel(NAME, this::heard));
    this.peers = new Peers(lane, post);
    this.ears = new Ears(circuits, post);
    this.wishes = new Wishes(wanted, cluster, NAME, lane);
    this.forgetMembers = cluster.onMembers(members -> lane.run(() -> members(members)));
    lane.run(() -> members(cluster.members()));
    lane.after(Times.TICK, this::tick);
  }

  /**
   * Shares from now on, with those who are in the cluster then.
   *
   * @param wanted takes what operators of the cluster want of circuits here
   */
  public static SharedCircuits in(Cluster cluster, Wanted wanted) {
    return new SharedCircuits(cluster, wanted, new LaneThread());
  }

  // What circuits here tell.

  @Override
  public void added(Breaker breaker) {
    lane.run(
        () -> {
          var id = idOf(breaker);
          circuits.put(id, new SharedCircuit(breaker, peers, post, lane));
          fresh.add(id.name());
        });
  }

  @Override
  public void removed(Breaker breaker) {
    lane.run(() -> circuits.remove(idOf(breaker)));
  }

  @Override
  public void opened(Breaker breaker, int attempt, String reason) {
    of(breaker, circuit -> circuit.opened(attempt, reason));
  }

  @Override
  public void closed(Breaker breaker, String reason) {
    of(breaker, circuit -> circuit.closed(reason));
  }

  @Override
  public void wantsProbe(Breaker breaker) {
    of(breaker, SharedCircuit::wantsProbe);
  }

  @Override
  public void probed(Breaker breaker, boolean failed, boolean slow) {
    of(breaker, circuit -> circuit.probed(failed, slow));
  }

  @Override
  public boolean forced(Breaker breaker, @Nullable State forced, String by) {
    var who = by + " on " + cluster.self().name();
    boolean everywhere = wishes.made(breaker.name(), forced, who);
    if (forced == null) {
      of(breaker, circuit -> circuit.reset("reset by " + who));
    }
    return everywhere;
  }

  private void of(Breaker breaker, Consumer<SharedCircuit> then) {
    lane.run(
        () -> {
          var circuit = circuits.get(idOf(breaker));
          if (circuit != null && circuit.breaker() == breaker) {
            then.accept(circuit);
          }
        });
  }

  private static CircuitId idOf(Breaker breaker) {
    return new CircuitId(breaker.name(), breaker.fingerprint());
  }

  // What other members say.

  private void members(List<Member> now) {
    var before = peers.members();
    peers.are(cluster.self(), now);
    unheard.keySet().removeIf(id -> !peers.has(id));
    for (var member : before) {
      if (!peers.has(member.id())) {
        circuits.values().forEach(circuit -> circuit.left(member.id()));
      }
    }
    for (var member : now) {
      boolean known = before.stream().anyMatch(each -> each.id().equals(member.id()));
      if (!known && !member.id().equals(peers.self())) {
        unheard.put(member.id(), 0);
        sync(member.id());
      }
    }
  }

  private void sync(String member) {
    if (unheard.merge(member, 1, Integer::sum) > MOST_SYNCS) {
      unheard.remove(member);
    }
    post.to(member, new Sync(List.of()));
  }

  /** As much as waits for the lane, that of others is lost: it may be lost on its way as well. */
  private void heard(Member from, byte[] bytes) {
    long weight = MESSAGE_BYTES + bytes.length;
    if (unread.addAndGet(weight) > MOST_UNREAD) {
      unread.addAndGet(-weight);
      dropped.incrementAndGet();
      return;
    }
    lane.run(
        () -> {
          unread.addAndGet(-weight);
          received(from, bytes);
        });
  }

  private void received(Member from, byte[] bytes) {
    if (closed) {
      return;
    }
    Message message;
    try {
      message = Wire.message(bytes);
    } catch (IllegalArgumentException e) {
      LOG.warn("from {}: {}", from.name(), e.getMessage());
      return;
    }
    peers.heard(from.id());
    if (message != null) {
      unheard.keySet().removeIf(id -> isAnswer(message) && id.equals(from.id()));
      ears.heard(from.id(), message);
    } else if (bytes.length > 1 && strange.add(bytes[0] << 8 | bytes[1])) {
      LOG.info(
          "from {}, version {}: a message of kind {}.{} isn't known here and is passed over",
          from.name(),
          from.version(),
          bytes[0],
          bytes[1]);
    }
  }

  private static boolean isAnswer(Message message) {
    return message instanceof Told told && told.why() == Told.Why.ANSWER;
  }

  // What time brings.

  private void tick() {
    if (closed) {
      return;
    }
    lane.after(Times.TICK, this::tick);
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.warn(
          "{} messages of other members were dropped: more than {} bytes waited to be read",
          lost,
          MOST_UNREAD);
    }
    var news = new ArrayList<Entry>();
    var sums = new ArrayList<Sum>();
    circuits.values().forEach(circuit -> circuit.tick(news, sums));
    if (peers.members().size() > 1) {
      tellAll(news, batch -> new Told(Told.Why.NEWS, batch));
      tellAll(sums, Sums::new);
      tellAll(List.copyOf(fresh), Sync::new);
      List.copyOf(unheard.keySet()).forEach(this::sync);
      peers.callSilent();
    }
    fresh.clear();
  }

  private <T> void tellAll(List<T> elements, Function<List<T>, Message> message) {
    Batches.of(elements, batch -> post.toAll(message.apply(batch)));
  }

  @Nullable SharedCircuit circuit(Breaker breaker) {
    return circuits.get(idOf(breaker));
  }

  /** How all members take each circuit, by name; from any thread. */
  public List<SharedView> views() {
    return circuits.values().stream()
        .map(SharedCircuit::view)
        .sorted(Comparator.comparing(SharedView::name))
        .toList();
  }

  /** Shares no more; circuits here go on by themselves. */
  @Override
  public void close() {
    closed = true;
    forgetMembers.run();
    if (lane instanceof LaneThread thread) {
      thread.close();
    }
  }
}
