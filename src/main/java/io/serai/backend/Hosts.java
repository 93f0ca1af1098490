package io.serai.backend;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The hosts of a backend and their shares of its calls; a change of either makes others, of which
 * the hosts that stayed are the same.
 */
final class Hosts implements Iterable<Host> {

  /**
   * A host in its place.
   *
   * @param weight 0 for one that takes no new calls
   */
  record Place(Host host, int weight) {}

  private final Host[] hosts;
  private final int[] weights;
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
    boolean same = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
    this.slow = slow;
    even = same && weights[0] > 0 && !slow;
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
