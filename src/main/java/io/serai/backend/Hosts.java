package io.serai.backend;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a backend and their shares of its calls; a change of either makes others, of which
 * the hosts that stayed are the same.
 */
final class Hosts implements Iterable<Host> {

  /**
   * A host in its place.
   *
   * @param weight 0 for one that takes no new calls
   * @param rank 0 serves; the next one serves when none of those before is in
   */
  record Place(Host host, int weight, int rank) {}

  private final Host[] hosts;
  private final int[] weights;
  private final int[] ranked;
  private final int ranks;
  private final boolean slow;
  private final boolean even;
  private final int takers;

  /**
   * Those.
   *
   * @param places one at least that takes calls
   * @param slow whether what is new or back gets less at first
   */
  Hosts(List<Place> places, boolean slow) {
    hosts = places.stream().map(Place::host).toArray(Host[]::new);
    weights = places.stream().mapToInt(Place::weight).toArray();
    ranked = places.stream().mapToInt(Place::rank).toArray();
    ranks = Arrays.stream(ranked).max().orElse(0) + 1;
    boolean same = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
    this.slow = slow;
    even = same && weights[0] > 0 && !slow && ranks == 1;
    takers = (int) Arrays.stream(weights).filter(weight -> weight > 0).count();
  }

  int count() {
    return hosts.length;
  }

  Host get(int place) {
    return hosts[place];
  }

  /** Not to be written to. */
  Host[] all() {
    return hosts;
  }

  int weight(int place) {
    return weights[place];
  }

  int rank(int place) {
    return ranked[place];
  }

  /** One more than the last. */
  int ranks() {
    return ranks;
  }

  /** The first rank that has a host that is in, the last if none has. */
  int serving() {
    int serving = ranks - 1;
    for (int i = 0; i < hosts.length; i++) {
      if (ranked[i] < serving && weights[i] > 0 && hosts[i].isIn()) {
        serving = ranked[i];
      }
    }
    return serving;
  }

  /** Whether it is that one's turn: those of later ranks only stand by. */
  boolean serves(Host host) {
    int serving = ranks == 1 ? 0 : serving();
    boolean serves = ranks == 1;
    for (int i = 0; i < hosts.length && !serves; i++) {
      serves = hosts[i] == host && ranked[i] <= serving;
    }
    return serves;
  }

  /** Whether there is none: nothing is known of those that SRV records are to tell. */
  boolean isNowhere() {
    return hosts[0].origin.isService();
  }

  /** The one of that URL kept that way, null for none. */
  @Nullable Host find(Origin origin, HostOptions options) {
    for (var host : hosts) {
      if (host.origin.equals(origin) && host.options.equals(options)) {
        return host;
      }
    }
    return null;
  }

  /** 0 too for one that isn't among them. */
  int weight(Host host) {
    int weight = 0;
    for (int i = 0; i < hosts.length; i++) {
      weight = hosts[i] == host ? Math.max(weight, weights[i]) : weight;
    }
    return weight;
  }

  /** Its weight as it counts now. */
  long share(int place) {
    return (long) weights[place] * (slow ? hosts[place].part() : SlowStart.WHOLE);
  }

  /** Whether each is to get as much as the next. */
  boolean areEven() {
    return even;
  }

  /** How many take calls at all. */
  int takers() {
    return takers;
  }

  /** How many get calls now. */
  int in() {
    int in = 0;
    for (int i = 0; i < hosts.length; i++) {
      in += weights[i] > 0 && hosts[i].isIn() ? 1 : 0;
    }
    return in;
  }

  @Override
  public Iterator<Host> iterator() {
    return Arrays.asList(hosts).iterator();
  }
}
