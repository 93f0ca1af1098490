package io.serai.manage;

import java.util.List;
import java.util.Map;

/** The backends in JMX, {@code io.serai:type=Backends}: what {@code /backends} tells, in short. */
public interface BackendsMXBean {
  /** Calls started and not ended, by backend. */
  Map<String, Long> getInFlight();

  /** Calls since the start that ended well, by backend. */
  Map<String, Long> getSuccesses();

  /** Calls since the start that didn't, by backend; those that nobody wanted any more left out. */
  Map<String, Long> getFailures();

  /** A line for each URL: backend, URL and whether it gets calls. */
  List<String> getHosts();

  /** The lines of those URLs that get none. */
  List<String> getHostsOut();
}
