package io.serai.cluster;

import io.serai.settings.Key;
import java.time.Duration;
import java.util.List;

/** The settings of the cluster. */
public final class ClusterKeys {
  private ClusterKeys() {}

  public static final Key<List<String>> MEMBERS =
      Key.list(
          "cluster.members",
          "",
          "The gateways of the cluster, each as host or host:port (without one, cluster.port). The"
              + " same list may stand on all of them, this one included; one that is up is enough"
              + " to find the rest. Empty: alone, and no port is opened.");

  public static final Key<String> NAME =
      Key.text(
          "cluster.name",
          "",
          "The name that the gateways of a cluster share, and no others on this network; must be"
              + " set when cluster.members is.");

  public static final Key<String> HOST =
      Key.text(
          "cluster.host",
          "127.0.0.1",
          "The address of this machine to listen on for the others, and by which they reach it. A"
              + " private one: whoever reaches the port owns the gateway.");

  public static final Key<Integer> PORT =
      Key.integer(
          "cluster.port", 5701, 1, 65_535, "The port to listen on for the others, 1 to 65535.");

  public static final Key<Duration> HEARTBEAT_TIMEOUT =
      Key.duration(
          "cluster.heartbeat.timeout",
          "5s",
          "2s",
          "2m",
          "After this long without a sign of life a gateway is taken out of the cluster, in whole"
              + " seconds. One whose process has died is out at once.");

  public static final Key<Integer> BACKUPS =
      Key.integer(
          "cluster.backups",
          1,
          0,
          6,
          "On how many other gateways there is a copy of what one keeps for all, the parts of"
              + " aggregations; 0 to 6, the same on all. With 1 any one of them may die without a"
              + " part being lost.");

  public static final List<Key<?>> KEYS =
      List.of(MEMBERS, NAME, HOST, PORT, HEARTBEAT_TIMEOUT, BACKUPS);
}
