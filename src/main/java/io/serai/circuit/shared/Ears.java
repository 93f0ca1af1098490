package io.serai.circuit.shared;

import io.serai.circuit.shared.Message.Ask;
import io.serai.circuit.shared.Message.Entry;
import io.serai.circuit.shared.Message.Grant;
import io.serai.circuit.shared.Message.Here;
import io.serai.circuit.shared.Message.Ping;
import io.serai.circuit.shared.Message.Refuse;
import io.serai.circuit.shared.Message.Result;
import io.serai.circuit.shared.Message.Sums;
import io.serai.circuit.shared.Message.Sync;
import io.serai.circuit.shared.Message.Told;
import io.serai.circuit.shared.Message.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Brings what members say to the circuit, or the round, it is about. Confined to the lane. */
final class Ears {
  private final Map<CircuitId, SharedCircuit> circuits;
  private final Post post;

  /** Of these, which may change. */
  Ears(Map<CircuitId, SharedCircuit> circuits, Post post) {
    this.circuits = circuits;
    this.post = post;
  }

  void heard(String from, Message message) {
    if (message instanceof Sync sync) {
      answer(from, sync);
    } else if (message instanceof Told told) {
      for (var entry : told.entries()) {
        with(entry.circuit(), circuit -> circuit.heard(from, entry, told.why()));
      }
    } else if (message instanceof Sums sums) {
      sums.sums().forEach(sum -> with(sum.circuit(), circuit -> circuit.heard(from, sum)));
    } else if (message instanceof Ask ask) {
      asked(from, ask);
    } else if (message instanceof Grant grant) {
      in(grant.circuit(), grant.round(), round -> round.granted(from, grant));
    } else if (message instanceof Refuse refuse) {
      in(refuse.circuit(), refuse.round(), round -> round.refused(from, refuse));
    } else if (message instanceof Result result) {
      in(result.circuit(), result.round(), round -> round.heard(result.account(), true));
    } else if (message instanceof Wanted wanted) {
      in(wanted.circuit(), wanted.round(), Round::wanted);
    } else if (message instanceof Ping) {
      post.to(from, new Here());
    }
  }

  private void with(CircuitId id, Consumer<SharedCircuit> then) {
    var circuit = circuits.get(id);
    if (circuit != null) {
      then.accept(circuit);
    }
  }

  private void in(CircuitId id, Mark mark, Consumer<Round> then) {
    with(
        id,
        circuit -> {
          var round = circuit.round(mark);
          if (round != null) {
            then.accept(round);
          }
        });
  }

  private void asked(String from, Ask ask) {
    var circuit = circuits.get(ask.circuit());
    if (circuit != null) {
      circuit.asked(from, ask);
    } else {
      var refuse = new Refuse(ask.circuit(), ask.round(), ask.number(), 0, true);
      post.to(from, refuse);
    }
  }

  private void answer(String to, Sync sync) {
    var entries = new ArrayList<Entry>();
    for (var circuit : circuits.values()) {
      boolean meant = sync.names().isEmpty() || sync.names().contains(circuit.circuit().name());
      if (meant && circuit.hasHistory()) {
        entries.add(circuit.entry());
      }
    }
    if (entries.isEmpty()) {
      post.to(to, new Told(Told.Why.ANSWER, List.of()));
    }
    Batches.of(entries, batch -> post.to(to, new Told(Told.Why.ANSWER, batch)));
  }
}
