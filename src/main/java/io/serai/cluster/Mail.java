package io.serai.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of an instance. What goes is sent by a thread of its own, the post; what comes is
 * heard on the lane. Whoever sends waits for neither, and what is too much is dropped and said so.
 */
final class Mail {
  private static final Logger LOG = LoggerFactory.getLogger(Mail.class);
  private static final int MOST_WAITING = 10_000;

  /** What Hazelcast needs for a message beside its bytes. */
  private static final long PACKET_BYTES = 256;

  private final Member self;
  private final Lane lane;
  private final Allowance allowance;
  private final Once complaints = new Once(LOG, Duration.ofMinutes(1));

  /** Of the post alone: what else is said must not keep it quiet. */
  private final Once unsent = new Once(LOG, Duration.ofMinutes(1));

  private final Consumer<Frame> arrived;
  private final Lane post = new Lane("serai-cluster-post", MOST_WAITING, this::tooMuchToSend);
  private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
  private final AtomicInteger unheard = new AtomicInteger();
  private volatile @Nullable Node node;

  /**
   * With nothing to send by yet.
   *
   * @param silence how long a member that hangs is still sent to
   * @param arrived hears on the lane what others sent to all or to this one
   */
  Mail(Member self, Lane lane, Duration silence, Consumer<Frame> arrived) {
    this.self = self;
    this.lane = lane;
    this.allowance = new Allowance(silence, System.nanoTime());
    this.arrived = arrived;
  }

  /** By what it is sent from now on; null for nothing, and what is sent then is lost. */
  void through(@Nullable Node now) {
    node = now;
  }

  @Nullable Node node() {
    return node;
  }

  /** Lets somebody hear what comes on a channel, and send on it. */
  Channel channel(String name, Receiver receiver) {
    receivers.put(name, receiver);
    return new Sending(name, Channel.MOST_BYTES);
  }

  /** One for messages of any length, whose receiver is to come. */
  Channel wide(String name) {
    return new Sending(name, Integer.MAX_VALUE);
  }

  void receive(String channel, Receiver receiver) {
    receivers.put(channel, receiver);
  }

  private final class Sending implements Channel {
    private final String channel;
    private final int most;

    Sending(String channel, int most) {
      this.channel = channel;
      this.most = most;
    }

    @Override
    public void toAll(byte[] message) {
      to("", message);
    }

    @Override
    public void to(String memberId, byte[] message) {
      if (message.length > most) {
        complaints.warn(
            "a message of {} bytes on {} is too long and dropped", message.length, channel);
      } else {
        send(memberId, channel, message);
      }
    }
  }

  /** To one member, or to all if it has no name. */
  void send(String to, String channel, byte[] content) {
    if (node == null) {
      return;
    }
    post.run(
        () -> {
          var through = node;
          if (through != null) {
            send(through, new Frame(self.id(), to, channel, content).bytes());
          }
        });
  }

  private void tooMuchToSend() {
    unsent.warn("more than {} messages wait to be sent, one was dropped", MOST_WAITING);
  }

  private void send(Node through, byte[] message) {
    if (allowance.take(PACKET_BYTES + message.length, System.nanoTime())) {
      through.send(message);
    } else {
      complaints.warn("more is told than a member that hangs may leave waiting, some was dropped");
    }
  }

  /** Something came; on any thread. */
  void came(byte[] message) {
    if (unheard.incrementAndGet() > MOST_WAITING) {
      unheard.decrementAndGet();
      complaints.warn("more than {} messages wait to be heard, one was dropped", MOST_WAITING);
      return;
    }
    lane.run(
        () -> {
          unheard.decrementAndGet();
          hear(message);
        });
  }

  /** Something came that isn't a message of ours. */
  void unreadable(String reason) {
    complaints.warn("something that is no message of a gateway was dropped: {}", reason);
  }

  private void hear(byte[] message) {
    Frame frame;
    try {
      frame = Frame.read(message);
    } catch (Frame.Unreadable e) {
      complaints.warn("a message was dropped: {}", String.valueOf(e.getMessage()));
      return;
    }
    boolean isForUs = frame.to().isEmpty() || frame.to().equals(self.id());
    if (isForUs && !frame.from().equals(self.id())) {
      arrived.accept(frame);
    }
  }

  /** To who receives on its channel, if anybody does. */
  void deliver(Member from, Frame frame) {
    var receiver = receivers.get(frame.channel());
    if (receiver != null) {
      receiver.received(from, frame.content());
    }
  }

  void close() {
    post.close();
  }
}
