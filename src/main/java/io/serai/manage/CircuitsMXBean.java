package io.serai.manage;

import java.util.List;
import java.util.Map;

/** The circuits in JMX, {@code io.serai:type=Circuits}: what {@code /circuits} tells, in short. */
public interface CircuitsMXBean {
  /** By name: closed, open, half-open, forced-open or forced-closed. */
  Map<String, String> getStates();

  /** Those that aren't closed, a line each: name, state, reason and who forced it. */
  List<String> getNotClosed();

  /**
   * Those that the cluster shares and has decided on, a line each: name, how it stands, why and by
   * whom, how many calls and failures its members told, and those that take it otherwise. Empty
   * without a cluster.
   */
  List<String> getCluster();

  /** By name: calls that were not let pass since the start. */
  Map<String, Long> getRejected();

  /**
   * Holds circuits open, in the whole cluster, until they are reset.
   *
   * @param names a name, or several with {@code *} for any characters
   * @return the names that were found, with {@code (here only)} behind one for which the cluster
   *     has no room
   */
  List<String> open(String names);

  /** Holds circuits closed, as {@link #open}. */
  List<String> close(String names);

  /** Closes circuits and leaves them to themselves, as {@link #open}. */
  List<String> reset(String names);
}
