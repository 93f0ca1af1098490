package io.serai.circuit.shared;

import io.serai.circuit.Recent;
import io.serai.circuit.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One shared circuit as this node sees it in the whole cluster, for pages.
 *
 * @param name of the circuit
 * @param open what the members have last agreed on; forced states are beside it
 * @param attempt how often in a row it has opened, 0 if closed
 * @param reason why
 * @param decidedBy the name of the member that decided; empty if nothing was decided yet
 * @param version how many decisions that is
 * @param calls of all members that told, in the shared window
 * @param failures of those
 * @param slow of those
 * @param tellers how many members told; members say nothing while all is well
 * @param members each, oldest first
 */
public record SharedView(
    String name,
    boolean open,
    int attempt,
    String reason,
    String decidedBy,
    long version,
    int calls,
    int failures,
    int slow,
    int tellers,
    List<AtMember> members) {

  /**
   * How one member takes it.
   *
   * @param state as it last said; null if it never had anything to say, so closed
   * @param vetoed it was told to open and stayed closed, as its own calls are healthy
   * @param told when it said so
   * @param calls it last told for the shared window
   * @param failures of those
   */
  public record AtMember(
      String id,
      String name,
      @Nullable State state,
      boolean vetoed,
      @Nullable Instant told,
      int calls,
      int failures) {}

  static SharedView of(
      String name,
      Stand stand,
      Peers peers,
      Map<String, Told> told,
      Told own,
      Sums sums,
      Recent recent,
      Lane lane) {
    var members = new ArrayList<AtMember>();
    for (var member : peers.members()) {
      boolean here = member.id().equals(peers.self());
      var heard = here ? own : told.get(member.id());
      var peer = sums.of(member.id());
      members.add(
          new AtMember(
              member.id(),
              member.name(),
              heard == null ? null : heard.state(),
              heard != null && heard.vetoed(),
              heard == null ? null : heard.at(),
              here ? recent.calls() : peer == null ? 0 : peer.sum().calls(),
              here ? recent.failures() : peer == null ? 0 : peer.sum().failures()));
    }
    var total = sums.total(recent, stand.mark(), lane.nanos());
    return new SharedView(
        name,
        stand.open(),
        stand.attempt(),
        stand.reason(),
        peers.name(stand.mark().author()),
        stand.mark().version(),
        total.calls(),
        total.failures(),
        total.slow(),
        total.members(),
        members);
  }
}
