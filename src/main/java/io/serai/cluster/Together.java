package io.serai.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster of an instance that has others. Four threads: the keeper opens the node, the lane
 * hears what comes, the post of its {@link Mail} sends what goes, the {@link Doorbell} rings at who
 * doesn't come; whoever calls waits for none of them.
 *
 * <pre>
 *   JOINING ◄──► JOINED      another member is heard, or none any more
 *     ▲ └───► FAILED ─┐      not opened, or ended by itself
 *     └───────────────┘      opened after a pause
 *   any ──► LEFT             closed
 * </pre>
 */
final class Together implements Cluster, Keeper.House, Node.Events {
  private static final Logger LOG = LoggerFactory.getLogger(Together.class);
  private static final String BOARDS = "board:";
  private static final int TICKS_BETWEEN_COMPARISONS = 5;

  private record Standing(ClusterState state, String reason, List<Member> members) {}

  private final ClusterSettings settings;
  private final Member self;
  private final Lane lane = new Lane("serai-cluster");
  private final Map<String, SharedBoard> boards = new ConcurrentHashMap<>();
  private final List<Consumer<List<Member>>> listeners = new CopyOnWriteArrayList<>();
  private final Mail mail;
  private final Doorbell doorbell;
  private final Roster roster;
  private final Keeper keeper = new Keeper(this);
  private volatile Standing standing;
  private volatile @Nullable SharedShelf shelf;
  private int ticks;

  Together(ClusterSettings settings, Member self) {
    this.settings = settings;
    this.self = self;
    // The others agree within about a second that a member is gone.
    mail = new Mail(self, lane, settings.heartbeatTimeout().plusSeconds(1), this::arrived);
    doorbell = new Doorbell(settings, lane);
    roster = new Roster(self, Clock.systemUTC());
    standing = new Standing(ClusterState.JOINING, ClusterState.JOINING.reason(), List.of(self));
  }

  @Override
  public void begin() {
    LOG.info(
        "joining {} from {}, looking for {}",
        settings.name(),
        settings.address(),
        String.join(", ", settings.members()));
    keeper.begin();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Member self() {
    return self;
  }

  @Override
  public List<Member> members() {
    return standing.members();
  }

  @Override
  public ClusterState state() {
    return standing.state();
  }

  @Override
  public String reason() {
    return standing.reason();
  }

  @Override
  public Channel channel(String name, Receiver receiver) {
    return mail.channel(name, receiver);
  }

  @Override
  public Board board(String name, BoardListener listener) {
    var channel = BOARDS + name;
    var board = new SharedBoard(name, self.id(), listener, lane, mail.wide(channel));
    boards.put(name, board);
    mail.receive(channel, board::received);
    return board;
  }

  @Override
  public synchronized Shelf shelf(ShelfRule rule, long most) {
    if (shelf != null) {
      throw new IllegalStateException("the shelf is open already");
    }
    var opened = new SharedShelf(rule, most, mail::node);
    shelf = opened;
    return opened;
  }

  @Override
  public Runnable onMembers(Consumer<List<Member>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    lane.run(() -> stands(ClusterState.LEFT, ClusterState.LEFT.reason()));
    if (shelf != null) {
      shelf.close();
    }
    keeper.close();
    doorbell.close();
    mail.close();
    lane.close();
  }

  // What Hazelcast tells, on its threads.

  @Override
  public void heard(byte[] message) {
    mail.came(message);
  }

  @Override
  public void unreadable(String reason) {
    mail.unreadable(reason);
  }

  @Override
  public void membersChanged() {
    lane.run(this::connect);
  }

  @Override
  public void merged() {
    LOG.info("merged with the other part of {}", settings.name());
    lane.run(this::connect);
  }

  // On the lane.

  private void connect() {
    var through = mail.node();
    if (through != null) {
      changed(roster.connect(through.members(self)));
      roster.unheard().forEach(member -> mail.send(member.id(), "", Hello.DO_YOU_HEAR_ME.bytes()));
    }
  }

  private void arrived(Frame frame) {
    var from = roster.connected(frame.from());
    if (from == null) {
      return; // on its way in or out; what it says at its coming is said again
    }
    if (frame.channel().isEmpty()) {
      greeted(from.id(), Hello.read(frame.content()));
    } else {
      mail.deliver(from, frame);
    }
  }

  private void greeted(String from, @Nullable Hello hello) {
    if (hello == Hello.DO_YOU_HEAR_ME) {
      mail.send(from, "", Hello.I_HEAR_YOU.bytes());
    } else if (hello == Hello.I_HEAR_YOU) {
      if (roster.hears(from)) {
        changed(true);
        boards.values().forEach(board -> board.compare(from));
      }
    } else if (hello == Hello.I_AM_LEAVING) {
      changed(roster.leaves(from));
    }
  }

  private void changed(boolean members) {
    var state = roster.present().size() > 1 ? ClusterState.JOINED : ClusterState.JOINING;
    var why = state == ClusterState.JOINING ? doorbell.found() : "";
    stands(state, why.isEmpty() ? state.reason() : state.reason() + "; " + why);
    if (members) {
      tellMembers();
    }
  }

  /** Each in a task of its own, so that one that fails takes nothing from the others. */
  private void tellMembers() {
    var now = roster.present();
    listeners.forEach(listener -> lane.run(() -> listener.accept(now)));
  }

  private void stands(ClusterState state, String reason) {
    if (state != ClusterState.JOINING) {
      doorbell.startOver();
    }
    if (standing.state() != ClusterState.LEFT) {
      standing = new Standing(state, reason, roster.present());
    }
  }

  private void ticked() {
    connect();
    ticks++;
    if (ticks % TICKS_BETWEEN_COMPARISONS == 0) {
      boards.values().forEach(board -> board.compare(""));
    }
    if (standing.state() == ClusterState.JOINING) {
      doorbell.tick();
    }
  }

  // What the keeper tells, on its thread.

  @Override
  public Node open() throws Node.NotOpened {
    var kept = shelf;
    return Node.open(settings, self, this, kept == null ? null : kept.keeping());
  }

  @Override
  public void opened(Node opened) {
    mail.through(opened);
    if (shelf != null) {
      shelf.begin();
    }
    lane.run(
        () -> {
          connect();
          if (roster.unheard().isEmpty()) {
            LOG.info("open at {}, no other member found yet", settings.address());
          }
        });
  }

  @Override
  public void failed(String reason, Duration pause) {
    LOG.error("{}; it is tried again in {} s", reason, pause.toSeconds());
    mail.through(null);
    lane.run(
        () -> {
          boolean members = roster.connect(List.of(self));
          stands(ClusterState.FAILED, reason);
          if (members) {
            tellMembers();
          }
        });
  }

  @Override
  public void tick() {
    lane.run(this::ticked);
  }

  @Override
  public void leaving(Node through) {
    through.send(new Frame(self.id(), "", "", Hello.I_AM_LEAVING.bytes()).bytes());
    mail.through(null);
  }
}
