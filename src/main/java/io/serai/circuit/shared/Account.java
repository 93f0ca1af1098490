package io.serai.circuit.shared;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one member was permitted in a round and what became of it. Every number only grows, so that
 * messages may be lost, doubled or out of order: the greater is the newer.
 *
 * @param holder the member that probes
 * @param grants probes permitted, by the member that permitted them
 * @param done probes that ended
 * @param failed those of them that failed
 * @param slow those of them that were slow
 * @param returned probes that were permitted and given back unused
 */
record Account(
    String holder, Map<String, Integer> grants, int done, int failed, int slow, int returned) {

  static Account of(String holder) {
    return new Account(holder, Map.of(), 0, 0, 0, 0);
  }

  int granted() {
    int all = 0;
    for (int each : grants.values()) {
      all += each;
    }
    return all;
  }

  int grantedBy(String member) {
    return grants.getOrDefault(member, 0);
  }

  /** Permitted, and neither ended nor given back. */
  int outstanding() {
    return Math.max(0, granted() - done - returned);
  }

  Account withGrant(String by, int total) {
    var more = new TreeMap<>(grants);
    more.merge(by, total, Math::max);
    return new Account(holder, more, done, failed, slow, returned);
  }

  Account withProbe(boolean hasFailed, boolean wasSlow) {
    return new Account(
        holder, grants, done + 1, failed + (hasFailed ? 1 : 0), slow + (wasSlow ? 1 : 0), returned);
  }

  Account withReturned(int more) {
    return new Account(holder, grants, done, failed, slow, returned + more);
  }

  Account merged(Account other) {
    var both = new TreeMap<>(grants);
    other.grants.forEach((by, total) -> both.merge(by, total, Math::max));
    return new Account(
        holder,
        both,
        Math.max(done, other.done),
        Math.max(failed, other.failed),
        Math.max(slow, other.slow),
        Math.max(returned, other.returned));
  }
}
