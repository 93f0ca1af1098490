package io.serai.manage;

import io.serai.aggregate.ApartStats;
import io.serai.cluster.Cluster;
import io.serai.cluster.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /cluster}: how this gateway stands to the others, who they are, and what it keeps. */
final class ClusterPage {
  private final Cluster cluster;
  private final Supplier<ApartStats> apart;

  ClusterPage(Cluster cluster, Supplier<ApartStats> apart) {
    this.cluster = cluster;
    this.apart = apart;
  }

  Reply all(Ask ask) {
    var body = new LinkedHashMap<String, Object>();
    body.put("state", JsonNames.of(cluster.state()));
    body.put("reason", cluster.reason());
    body.put("name", cluster.name());
    body.put("self", cluster.self().id());
    body.put("members", cluster.members().stream().map(this::member).toList());
    var kept = apart.get();
    body.put("kept", Map.of("aggregations", kept.open(), "bytes", kept.bytes()));
    return Reply.json(200, body);
  }

  private Map<String, Object> member(Member member) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", member.id());
    members.put("name", member.name());
    members.put("address", member.address());
    members.put("version", member.version());
    members.put("since", member.since().toString());
    members.put("self", member.id().equals(cluster.self().id()));
    return members;
  }

  /** {@code shop: joined, 3 members}. */
  static String inShort(Cluster cluster) {
    int members = cluster.members().size();
    return "%s: %s, %d member%s"
        .formatted(cluster.name(), JsonNames.of(cluster.state()), members, members == 1 ? "" : "s");
  }
}
