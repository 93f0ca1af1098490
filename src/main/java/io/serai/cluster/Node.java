package io.serai.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opened member of the network; what Hazelcast is otherwise, nobody else knows. */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  static final String TOPIC = "serai";

  /** What comes of it, on threads of Hazelcast's: nothing here may wait. */
  interface Events {
    void heard(byte[] message);

    /** Something came that isn't a message of ours. */
    void unreadable(String reason);

    void membersChanged();

    /** This side of a healed partition has joined the other. */
    void merged();
  }

  /** Why it could not be opened, for operators. */
  static final class NotOpened extends Exception {
    private static final long serialVersionUID = 1;

    NotOpened(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static {
    // Classes that log without an instance read it here; without it they write to standard error.
    if (System.getProperty("hazelcast.logging.type") == null) {
      System.setProperty("hazelcast.logging.type", "slf4j");
    }
  }

  private final HazelcastInstance hazelcast;
  private final ITopic<byte[]> topic;

  private Node(HazelcastInstance hazelcast, Events events) {
    this.hazelcast = hazelcast;
    topic = hazelcast.getTopic(TOPIC);
    hazelcast.getCluster().addMembershipListener(new Membership(events));
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
                events.merged();
              }
            });
    topic.addMessageListener(message -> hear(message, events));
  }

  /** Returns once it has found others or knows that there are none; takes seconds. */
  static Node open(ClusterSettings settings, Member self, Events events, @Nullable Keeping keeping)
      throws NotOpened {
    var address = free(settings);
    try {
      var config = NodeConfig.of(settings, self, address);
      ShelfWire.prepare(config, settings.backups(), keeping);
      var hazelcast = Hazelcast.newHazelcastInstance(config);
      try {
        var node = new Node(hazelcast, events);
        if (PrivateAddress.written(settings.host()) == null && !PrivateAddress.is(address)) {
          // One that is written as a number was told with the settings.
          LOG.warn(
              "cluster.host: '{}' is {}, a public address (expected: {}). Whoever reaches"
                  + " cluster.port owns the gateway",
              settings.host(),
              address.getHostAddress(),
              PrivateAddress.EXPECTED);
        }
        return node;
      } catch (RuntimeException e) {
        hazelcast.getLifecycleService().terminate();
        throw e;
      }
    } catch (RuntimeException e) {
      throw new NotOpened("cluster: not opened at " + settings.address() + ": " + e, e);
    }
  }

  /** Hazelcast would say the same in ten lines. */
  private static InetAddress free(ClusterSettings settings) throws NotOpened {
    try {
      var address = InetAddress.getByName(settings.host());
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, settings.port()));
      }
      return address;
    } catch (UnknownHostException e) {
      throw new NotOpened(
          "cluster.host: '"
              + settings.host()
              + "' is not known here (expected: an address of this machine)",
          e);
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("in use");
      throw new NotOpened(
          taken
              ? "cluster.port: "
                  + settings.address()
                  + " is taken by another process (expected: a free port)"
              : "cluster.host: can't listen on "
                  + settings.address()
                  + ": "
                  + e.getMessage()
                  + " (expected: an address of this machine)",
          e);
    } catch (IOException e) {
      throw new NotOpened("cluster: can't listen on " + settings.address() + ": " + e, e);
    }
  }

  private static void hear(Message<byte[]> message, Events events) {
    try {
      events.heard(message.getMessageObject());
    } catch (RuntimeException e) {
      events.unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** To every member, this one too. Doesn't wait for them. */
  void send(byte[] message) {
    topic.publish(message);
  }

  /** Those of our kind, oldest first; {@link Member#since} is not known here. */
  List<Member> members(Member self) {
    var members = new ArrayList<Member>();
    for (var member : hazelcast.getCluster().getMembers()) {
      var id = member.getAttribute(NodeConfig.ID);
      if (self.id().equals(id)) {
        members.add(self);
      } else if (id != null) {
        var address = member.getAddress();
        members.add(
            new Member(
                id,
                address.getHost() + ":" + address.getPort(),
                Objects.requireNonNullElse(member.getAttribute(NodeConfig.NAME), ""),
                Objects.requireNonNullElse(member.getAttribute(NodeConfig.VERSION), ""),
                self.since()));
      }
    }
    return members;
  }

  /** What members keep for each other; the first who asks opens it on all. */
  IMap<String, byte[]> shelf() {
    return hazelcast.getMap(ShelfWire.MAP);
  }

  /** Whether anybody has opened it; a cluster that keeps nothing has nothing to move about. */
  boolean hasShelf() {
    for (var opened : hazelcast.getDistributedObjects()) {
      if (opened instanceof IMap<?, ?> map && map.getName().equals(ShelfWire.MAP)) {
        return true;
      }
    }
    return false;
  }

  boolean isRunning() {
    return hazelcast.getLifecycleService().isRunning();
  }

  /** In an orderly way if that is done in time, else at once. */
  void leave(long atMostMillis) {
    var leaving = new Thread(hazelcast::shutdown, "serai-cluster-leave");
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(atMostMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (leaving.isAlive()) {
      hazelcast.getLifecycleService().terminate();
    }
  }

  private record Membership(Events events) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      events.membersChanged();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      events.membersChanged();
    }
  }
}
