package io.serai.backend;

import io.serai.request.Loops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes hosts of the members of a backend, the same ones where they were hosts before. */
final class Members {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  private final Loops loops;
  private final Names names;
  private final Services services;

  Members(Loops loops, Names names, Services services) {
    this.loops = loops;
    this.names = names;
    this.services = services;
  }

  /**
   * The hosts that the targets stand for now.
   *
   * @param before as it was, null for a new backend
   */
  Hosts hosts(String name, List<Target> targets, Texts texts, @Nullable Backend before) {
    var former = before == null ? null : before.hosts();
    var members = Member.of(targets, services::records);
    if (members.isEmpty()) {
      if (former != null && !former.isNowhere() && mayCome(targets)) {
        LOG.info("backend {} keeps its former hosts until SRV records are known", name);
        return former;
      }
      members = List.of(new Member(targets.get(0).origin(), 1, 0));
    }
    var options = HostOptions.read(texts);
    long slowStart = members.size() > 1 ? texts.nanos("slowStart", "0") : 0;
    var places = new ArrayList<Hosts.Place>();
    for (var member : members) {
      var same = former == null ? null : former.find(member.origin(), options);
      var host = same == null ? new Host(name, member.origin(), options, loops, names) : same;
      host.slowStart.lasts(slowStart);
      if (member.weight() > 0 && former != null && isNewIn(former, host)) {
        host.slowStart.begin(same == null ? "it is new" : "it had no weight");
      }
      places.add(new Hosts.Place(host, member.weight(), member.rank()));
    }
    return new Hosts(places, slowStart > 0);
  }

  /** Whether there hasn't been a first answer. */
  private boolean mayCome(List<Target> services) {
    return services.stream()
        .anyMatch(target -> this.services.records(target.origin().host()) == null);
  }

  /** Where there was none before, all are new, and none more so than another. */
  private static boolean isNewIn(Hosts former, Host host) {
    return former.weight(host) == 0 && !former.isNowhere();
  }
}
