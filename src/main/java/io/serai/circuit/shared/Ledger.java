package io.serai.circuit.shared;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The accounts of one round, as far as this node knows them. Confined to the lane. */
final class Ledger {

  /** When this node last heard of it, and since when it has held probes without a break. */
  private record Seen(Account account, long heard, long heldSince) {}

  private final Map<String, Seen> seen = new HashMap<>();
  private final Predicate<String> present;

  /** The predicate knows the members. */
  Ledger(Predicate<String> present) {
    this.present = present;
  }

  Account of(String holder) {
    var known = seen.get(holder);
    return known == null ? Account.of(holder) : known.account();
  }

  List<Account> all() {
    return seen.values().stream().map(Seen::account).toList();
  }

  /** Takes over what is newer in it; hearsay that isn't news is no sign of life of its holder. */
  void learn(Account told, boolean byHolder, long now) {
    var before = seen.get(told.holder());
    if (before == null) {
      seen.put(told.holder(), new Seen(told, now, now));
      return;
    }
    var account = before.account().merged(told);
    boolean news = byHolder || !account.equals(before.account());
    boolean held = before.account().outstanding() > 0;
    seen.put(
        told.holder(),
        new Seen(account, news ? now : before.heard(), held ? before.heldSince() : now));
  }

  int done() {
    return seen.values().stream().mapToInt(each -> each.account().done()).sum();
  }

  int failed() {
    return seen.values().stream().mapToInt(each -> each.account().failed()).sum();
  }

  int slow() {
    return seen.values().stream().mapToInt(each -> each.account().slow()).sum();
  }

  /** What is neither used nor held by somebody who is there and says so. */
  int free(int permitted, long now) {
    int held = 0;
    for (var each : seen.values()) {
      held += isLive(each, now) ? each.account().outstanding() : 0;
    }
    return permitted - done() - held;
  }

  /** How long a holder may keep unused probes while others ask for them. */
  long hold() {
    int returned = seen.values().stream().mapToInt(each -> each.account().returned()).sum();
    return Times.HOLD << Math.min(returned, 12);
  }

  /** Who has held probes for longest, apart from that one. */
  @Nullable String longestHolder(String butNot, long now) {
    Seen longest = null;
    for (var each : seen.values()) {
      if (!each.account().holder().equals(butNot)
          && each.account().outstanding() > 0
          && isLive(each, now)
          && (longest == null || each.heldSince() - longest.heldSince() < 0)) {
        longest = each;
      }
    }
    return longest == null ? null : longest.account().holder();
  }

  long heldSince(String holder, long now) {
    var known = seen.get(holder);
    return known == null ? now : known.heldSince();
  }

  private boolean isLive(Seen each, long now) {
    return present.test(each.account().holder()) && now - each.heard() < Times.TERM;
  }
}
