package io.serai.circuit.shared;

import io.serai.circuit.State;
import io.serai.circuit.shared.Message.Ask;
import io.serai.circuit.shared.Message.Entry;
import io.serai.circuit.shared.Message.Grant;
import io.serai.circuit.shared.Message.Here;
import io.serai.circuit.shared.Message.Ping;
import io.serai.circuit.shared.Message.Refuse;
import io.serai.circuit.shared.Message.Result;
import io.serai.circuit.shared.Message.Sum;
import io.serai.circuit.shared.Message.Sums;
import io.serai.circuit.shared.Message.Sync;
import io.serai.circuit.shared.Message.Told;
import io.serai.circuit.shared.Message.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes: the version of the format, the kind, the fields. A later release may add
 * fields at the end of a message or of an element of a list, and this one skips them; it raises the
 * version only if this one could misunderstand it. Kinds and versions that aren't known are null.
 */
final class Wire {
  static final int VERSION = 1;

  private static final int SYNC = 1;
  private static final int TOLD = 2;
  private static final int SUMS = 3;
  private static final int ASK = 4;
  private static final int GRANT = 5;
  private static final int REFUSE = 6;
  private static final int RESULT = 7;
  private static final int WANTED = 8;
  private static final int PING = 9;
  private static final int HERE = 10;

  // The order is that of the numbers on the wire: nothing may move, new ones come last. The first
  // stands for what only a later release knows.
  private static final List<Told.Why> REASONS =
      List.of(Told.Why.NEWS, Told.Why.ANSWER, Told.Why.GOSSIP);
  private static final List<State> STATES =
      List.of(State.CLOSED, State.OPEN, State.HALF_OPEN, State.FORCED_OPEN, State.FORCED_CLOSED);

  private Wire() {}

  static byte[] bytes(Message message) {
    var out = new WireWriter();
    if (message instanceof Sync sync) {
      out.octet(VERSION).octet(SYNC).list(sync.names(), (name, to) -> to.text(name));
    } else if (message instanceof Told told) {
      out.octet(VERSION).octet(TOLD).choice(told.why(), REASONS);
      out.list(told.entries(), Wire::entry);
    } else if (message instanceof Sums sums) {
      out.octet(VERSION).octet(SUMS).list(sums.sums(), Wire::sum);
    } else if (message instanceof Ask ask) {
      out.octet(VERSION).octet(ASK).circuit(ask.circuit()).mark(ask.round()).number(ask.number());
      account(ask.account(), out);
    } else if (message instanceof Grant grant) {
      out.octet(VERSION).octet(GRANT).circuit(grant.circuit()).mark(grant.round());
      out.text(grant.holder()).number(grant.number()).number(grant.total());
    } else if (message instanceof Refuse refuse) {
      out.octet(VERSION).octet(REFUSE).circuit(refuse.circuit()).mark(refuse.round());
      out.number(refuse.number()).number(refuse.pauseMillis()).flag(refuse.unknown());
    } else if (message instanceof Result result) {
      out.octet(VERSION).octet(RESULT).circuit(result.circuit()).mark(result.round());
      account(result.account(), out);
    } else if (message instanceof Wanted wanted) {
      out.octet(VERSION).octet(WANTED).circuit(wanted.circuit()).mark(wanted.round());
    } else {
      out.octet(VERSION).octet(message instanceof Ping ? PING : HERE);
    }
    return out.bytes();
  }

  /**
   * Null for what a later release says and this one doesn't know.
   *
   * @throws IllegalArgumentException for bytes that are none of ours
   */
  static @Nullable Message message(byte[] bytes) {
    var in = new WireReader(bytes);
    if (in.octet() != VERSION) {
      return null;
    }
    int kind = in.octet();
    return switch (kind) {
      case SYNC -> new Sync(in.list(WireReader::text));
      case TOLD -> new Told(in.choice(REASONS), in.list(Wire::entry));
      case SUMS -> new Sums(in.list(Wire::sum));
      case ASK -> new Ask(in.circuit(), in.mark(), in.integer(), account(in));
      case GRANT -> new Grant(in.circuit(), in.mark(), in.text(), in.integer(), in.integer());
      case REFUSE -> new Refuse(in.circuit(), in.mark(), in.integer(), in.number(), in.flag());
      case RESULT -> new Result(in.circuit(), in.mark(), account(in));
      case WANTED -> new Wanted(in.circuit(), in.mark());
      case PING -> new Ping();
      case HERE -> new Here();
      default -> null;
    };
  }

  private static void entry(Entry entry, WireWriter out) {
    out.circuit(entry.circuit()).mark(entry.mark()).flag(entry.open()).number(entry.attempt());
    out.number(entry.leftMillis())
        .text(entry.reason())
        .choice(entry.state(), STATES)
        .flag(entry.vetoed());
    out.list(entry.accounts(), Wire::account);
  }

  private static Entry entry(WireReader in) {
    return new Entry(
        in.circuit(),
        in.mark(),
        in.flag(),
        in.integer(),
        in.number(),
        in.text(),
        in.choice(STATES),
        in.flag(),
        in.list(Wire::account));
  }

  private static void sum(Sum sum, WireWriter out) {
    out.circuit(sum.circuit()).mark(sum.mark());
    out.number(sum.calls()).number(sum.failures()).number(sum.slow());
  }

  private static Sum sum(WireReader in) {
    return new Sum(in.circuit(), in.mark(), in.integer(), in.integer(), in.integer());
  }

  private static void account(Account account, WireWriter out) {
    out.text(account.holder());
    out.list(
        new ArrayList<>(account.grants().entrySet()),
        (grant, to) -> to.text(grant.getKey()).number(grant.getValue()));
    out.number(account.done()).number(account.failed()).number(account.slow());
    out.number(account.returned());
  }

  private static Account account(WireReader in) {
    var account = Account.of(in.text());
    for (var grant : in.list(each -> new Holding(each.text(), each.integer()))) {
      account = account.withGrant(grant.by(), grant.total());
    }
    return new Account(
        account.holder(), account.grants(), in.integer(), in.integer(), in.integer(), in.integer());
  }

  private record Holding(String by, int total) {}
}
