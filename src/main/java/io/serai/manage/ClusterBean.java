package io.serai.manage;

import io.serai.cluster.Cluster;
import java.util.List;

/** The cluster as an MBean. */
final class ClusterBean implements ClusterMXBean {
  private final Cluster cluster;

  ClusterBean(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String getName() {
    return cluster.name();
  }

  @Override
  public String getState() {
    return JsonNames.of(cluster.state());
  }

  @Override
  public String getReason() {
    return cluster.reason();
  }

  @Override
  public String getSelf() {
    return cluster.self().id();
  }

  @Override
  public int getMemberCount() {
    return cluster.members().size();
  }

  @Override
  public List<String> getMembers() {
    return cluster.members().stream()
        .map(
            member ->
                String.join(
                    " ",
                    member.id(),
                    member.name(),
                    member.address(),
                    member.version(),
                    member.since().toString()))
        .toList();
  }
}
