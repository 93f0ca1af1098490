package io.serai.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A host that a backend is to have: a URL as written, or one that an SRV record names.
 *
 * @param weight 0 for one that takes no new calls
 * @param rank 0 serves; the next one serves when none of those before is in
 */
record Member(Origin origin, int weight, int rank) {

  /**
   * Those that the targets stand for.
   *
   * @param records by the name of a service, null if they aren't known
   * @return none if all are services and none has records
   */
  static List<Member> of(
      List<Target> targets, Function<String, @Nullable List<ServiceRecord>> records) {
    var members = new ArrayList<Member>();
    for (var target : targets) {
      var origin = target.origin();
      if (!origin.isService()) {
        members.add(new Member(origin, target.weight(), 0));
      } else {
        var known = records.apply(origin.host());
        if (known != null) {
          members.addAll(of(origin, known));
        }
      }
    }
    return members;
  }

  /** The lowest priority is rank 0, whatever its number. */
  private static List<Member> of(Origin service, List<ServiceRecord> records) {
    var priorities = new TreeSet<Integer>();
    records.forEach(record -> priorities.add(record.priority()));
    return records.stream()
        .map(
            record ->
                new Member(
                    new Origin(service.tls(), record.host(), record.port(), service.path()),
                    // RFC 2782: a weight of 0 has a very small chance beside others, and an even
                    // one where all have it.
                    Math.max(1, record.weight()),
                    priorities.headSet(record.priority()).size()))
        .toList();
  }
}
