package io.serai.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for operators why nobody joins: whether anybody answers where the others should be. The
 * network itself says nothing of a gateway with another {@code cluster.name}. One address at a
 * time, on the keeper's thread.
 */
final class Doorbell {
  private static final int PATIENCE_MILLIS = 500;

  private final ClusterSettings settings;
  private final List<String> addresses;
  private final Map<String, String> found = new LinkedHashMap<>();
  private int next;

  Doorbell(ClusterSettings settings) {
    this.settings = settings;
    this.addresses =
        settings.members().stream()
            .map(member -> NodeConfig.withPort(member, settings.port()))
            .distinct()
            .toList();
  }

  /** Rings at one more; after the last of a round what came of all of them, before it null. */
  @Nullable String ring() {
    var address = addresses.get(next);
    next = (next + 1) % addresses.size();
    int colon = address.lastIndexOf(':');
    var host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    var target = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
    if (isOwn(target)) {
      found.remove(address);
    } else {
      found.put(address, answer(address, target));
    }
    return next == 0 ? String.join("; ", found.values()) : null;
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
      socket.connect(target, PATIENCE_MILLIS);
      return address
          + " answers and isn't of this cluster: is its cluster.name '"
          + settings.name()
          + "' too, and a gateway there?";
    } catch (ConnectException e) {
      return "nobody answers at " + address;
    } catch (IOException e) {
      return address + " can't be reached: " + e.getMessage();
    }
  }
}
