package io.serai.cluster;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the cluster: a member counts once it has said that it hears this one. The network knows
 * it a little earlier, while messages to it still get lost. Confined to the cluster's lane.
 */
final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final Member self;
  private final Clock clock;
  private final Set<String> hearing = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private List<Member> connected;
  private List<Member> present;

  Roster(Member self, Clock clock) {
    this.self = self;
    this.clock = clock;
    connected = List.of(self);
    present = connected;
  }

  /** Self included, oldest first. */
  List<Member> present() {
    return present;
  }

  /** One that the network has, whether or not it counts yet. */
  @Nullable Member connected(String id) {
    return find(connected, id);
  }

  /** Those that the network has and that have not said that they hear this one. */
  List<Member> unheard() {
    return connected.stream().filter(member -> find(present, member.id()) == null).toList();
  }

  /** Takes those that the network has now, oldest first; whether that changes who is present. */
  boolean connect(List<Member> now) {
    var members = new ArrayList<Member>();
    for (var member : now) {
      var known = find(connected, member.id());
      members.add(known == null ? member.since(clock.instant()) : known);
    }
    connected = members.isEmpty() ? List.of(self) : List.copyOf(members);
    var ids = connected.stream().map(Member::id).collect(Collectors.toSet());
    hearing.retainAll(ids);
    boolean changed = refresh();
    leaving.retainAll(ids);
    return changed;
  }

  /** It hears this one; whether that is news. */
  boolean hears(String id) {
    return connected(id) != null && hearing.add(id) && refresh();
  }

  /** It is being stopped: no message to it any more, whatever the network says. */
  boolean leaves(String id) {
    leaving.add(id);
    hearing.remove(id);
    return refresh();
  }

  private boolean refresh() {
    var before = present;
    present =
        connected.stream()
            .filter(member -> member.id().equals(self.id()) || hearing.contains(member.id()))
            .toList();
    before.stream().filter(member -> find(present, member.id()) == null).forEach(this::tellIsGone);
    present.stream()
        .filter(member -> find(before, member.id()) == null)
        .forEach(member -> LOG.info("{} joined; {}", shown(member), count()));
    return !present.equals(before);
  }

  private void tellIsGone(Member member) {
    if (leaving.contains(member.id())) {
      LOG.info("{} is gone: it was stopped; {}", shown(member), count());
    } else {
      LOG.warn(
          "{} is gone: its connection broke, or nothing was heard of it; {}",
          shown(member),
          count());
    }
  }

  private String count() {
    return present.size() == 1 ? "alone now, looking on" : present.size() + " members";
  }

  private static @Nullable Member find(List<Member> members, String id) {
    for (var member : members) {
      if (member.id().equals(id)) {
        return member;
      }
    }
    return null;
  }

  private static String shown(Member member) {
    return member.name() + " at " + member.address() + " (" + member.version() + ")";
  }
}
