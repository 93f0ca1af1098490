package io.serai.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out for operators why nobody joins: whether anybody answers where the others should be. The
 * network itself says nothing of a gateway with another {@code cluster.name}. It has patience
 * first: gateways that start together find each other within seconds, the two sides of a healed
 * partition within 15.
 *
 * <p>Confined to the cluster's lane; it rings on a thread of its own, as the look-up of a name has
 * no bound.
 */
final class Doorbell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

  /** In seconds, so in ticks. */
  static final int PATIENCE = 20;

  private static final int SECONDS_BETWEEN_ROUNDS = 5;
  private static final int CONNECT_MILLIS = 500;

  private final ClusterSettings settings;
  private final List<String> addresses;
  private final Lane lane;

  /** A round that is due while one is on and another waits is left out. */
  private final Lane door = new Lane("serai-cluster-doorbell", 1, () -> {});

  private int alone;
  private String found = "";

  /**
   * One that has not waited yet.
   *
   * @param lane whose thread calls it
   */
  Doorbell(ClusterSettings settings, Lane lane) {
    this.settings = settings;
    this.lane = lane;
    this.addresses =
        settings.members().stream()
            .map(member -> NodeConfig.withPort(member, settings.port()))
            .distinct()
            .toList();
  }

  /** Another second without another member. */
  void tick() {
    alone++;
    if (alone >= PATIENCE && (alone - PATIENCE) % SECONDS_BETWEEN_ROUNDS == 0) {
      door.run(
          () -> {
            var answers = ring();
            lane.run(() -> answered(answers));
          });
    }
  }

  /** There is another member, or no node to be joined: what was found out holds no more. */
  void startOver() {
    alone = 0;
    found = "";
  }

  /** What came of the last round, for operators; empty as long as there was none. */
  String found() {
    return found;
  }

  /** Once said is enough: members that are down for long must not fill the log. */
  private void answered(String now) {
    if (alone < PATIENCE || now.equals(found)) {
      return; // another may have joined while it rang
    }
    found = now;
    if (!now.isEmpty()) {
      LOG.warn("{}: no other member for {} s; {}", settings.name(), alone, now);
    }
  }

  // On the door's thread.

  private String ring() {
    var answers = new ArrayList<String>();
    for (var address : addresses) {
      var target = target(address);
      if (!isOwn(target)) {
        answers.add(answer(address, target));
      }
    }
    return String.join("; ", answers);
  }

  private static InetSocketAddress target(String address) {
    int colon = address.lastIndexOf(':');
    var host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
  }

  private boolean isOwn(InetSocketAddress target) {
    return target.equals(
        new InetSocketAddress(settings.host().replaceAll("[\\[\\]]", ""), settings.port()));
  }

  private String answer(String address, InetSocketAddress target) {
    if (target.isUnresolved()) {
      return address + ": a name that is not known here";
    }
    try (var socket = new Socket()) {
      socket.connect(target, CONNECT_MILLIS);
      return address
          + " answers but hasn't joined: another cluster.name than '"
          + settings.name()
          + "', hanging, about to join, or no gateway";
    } catch (ConnectException e) {
      return "nobody answers at " + address;
    } catch (IOException e) {
      return address + " can't be reached: " + e.getMessage();
    }
  }

  /** Whatever it waits for, it isn't waited for. */
  @Override
  public void close() {
    door.close();
  }
}
