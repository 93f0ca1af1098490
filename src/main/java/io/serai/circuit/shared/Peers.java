package io.serai.circuit.shared;

import io.serai.cluster.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members as this node sees them, and which of them it hears. Membership notices a hang or a
 * partition only after seconds; whoever doesn't answer is passed over sooner: once one was silent,
 * all are called, and who isn't heard within the budget counts as silent until it is heard again.
 * So the nodes of one side of a partition come to the same first member, that of their side.
 *
 * <p>Changed on the lane only; the members may be read anywhere.
 */
final class Peers {
  private final Lane lane;
  private final Post post;
  private volatile List<Member> members = List.of();
  private volatile String self = "";
  private final Map<String, Long> heard = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private boolean looking;
  private long lookingSince;
  private int next;

  Peers(Lane lane, Post post) {
    this.lane = lane;
    this.post = post;
  }

  /** The members now, oldest first. */
  void are(Member me, List<Member> now) {
    self = me.id();
    members = List.copyOf(now);
    heard.keySet().removeIf(id -> !has(id));
    silent.removeIf(id -> !has(id));
  }

  String self() {
    return self;
  }

  List<Member> members() {
    return members;
  }

  boolean has(String id) {
    return id.equals(self) || members.stream().anyMatch(member -> member.id().equals(id));
  }

  /** For people. */
  String name(String id) {
    for (var member : members) {
      if (member.id().equals(id)) {
        return member.name().isEmpty() ? id : member.name();
      }
    }
    return id;
  }

  void heard(String id) {
    heard.put(id, lane.nanos());
    silent.remove(id);
  }

  /**
   * Who decides about probes: the oldest that is heard. The oldest, as a member that joins then
   * never takes over in the middle of a round it knows nothing of.
   */
  String first(Predicate<String> fits) {
    for (var member : members) {
      var id = member.id();
      if (id.equals(self) || (!silent.contains(id) && fits.test(id))) {
        return id;
      }
    }
    return self;
  }

  /** That member didn't answer: finds out who does, and says so after the budget. */
  void look(String missed, Runnable known) {
    silent.add(missed);
    if (!looking) {
      looking = true;
      lookingSince = lane.nanos();
      post.toAll(new Message.Ping());
    }
    long since = lookingSince;
    lane.after(
        Times.BUDGET,
        () -> {
          looking = false;
          for (var member : members) {
            var id = member.id();
            if (!id.equals(self) && heard.getOrDefault(id, since - 1) - since < 0) {
              silent.add(id);
            }
          }
          known.run();
        });
  }

  /** Calls those that weren't heard, so that one lost message has no lasting effect. */
  void callSilent() {
    silent.forEach(id -> post.to(id, new Message.Ping()));
  }

  /** Another one each time, in turn; null if there is none. */
  @Nullable String another() {
    for (int tries = 0; tries < members.size(); tries++) {
      var id = members.get(Math.floorMod(next++, members.size())).id();
      if (!id.equals(self)) {
        return id;
      }
    }
    return null;
  }
}
