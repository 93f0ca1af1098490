package io.serai.manage;

import java.util.List;
import java.util.Map;

/** The instance in JMX, {@code io.serai:type=Gateway}: what {@code /status} and the verbs offer. */
public interface GatewayMXBean {
  String getVersion();

  /** Starting, ready, draining or stopping. */
  String getState();

  boolean isReady();

  boolean isDraining();

  boolean isDegraded();

  /** Why it isn't ready, or is degraded. */
  List<String> getReasons();

  /** Of everything live: equal on two instances that serve the same. */
  String getDigest();

  /** The text of {@code conf/REVISION}. */
  String getRevision();

  String getListener();

  long getUptimeSeconds();

  /** Units by how they stand: live, last-good, refused. */
  Map<String, Long> getUnits();

  /** Answered since the start. */
  long getRequests();

  long getRequestsInFlight();

  int getConnections();

  /** Not ready any more; serving goes on. */
  void drain();

  /** Ready again. */
  void undrain();

  /** Takes changed settings and units live; what is refused, one line each. */
  List<String> reload();

  /** What a reload would refuse, one line each. */
  List<String> check();
}
