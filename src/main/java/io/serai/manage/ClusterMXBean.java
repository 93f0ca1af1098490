package io.serai.manage;

import java.util.List;

/** The cluster in JMX, {@code io.serai:type=Cluster}: what {@code /cluster} tells. */
public interface ClusterMXBean {
  /** The setting {@code cluster.name}; empty if alone. */
  String getName();

  /** Alone, joining, joined, failed or left. */
  String getState();

  /** Why it stands so. */
  String getReason();

  /** The id of this gateway. */
  String getSelf();

  /** This one included; 1 if alone. */
  int getMemberCount();

  /** Oldest first, a line each: id, name, address, version and since when. */
  List<String> getMembers();
}
