package io.serai.backend;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;

/** The checks of all hosts that are to be checked: once by this process, on one loop. */
final class HealthChecks {
  private final EventLoop loop;
  private final Map<Host, Probe> probes = new HashMap<>();

  HealthChecks(EventLoop loop) {
    this.loop = loop;
  }

  /** From now on these hosts are checked, and no others; what stays the same goes on. */
  synchronized void update(Map<Host, ProbeTerms> wanted) {
    probes
        .entrySet()
        .removeIf(
            each -> {
              boolean same = each.getValue().terms().equals(wanted.get(each.getKey()));
              if (!same) {
                each.getValue().stop(!wanted.containsKey(each.getKey()));
              }
              return !same;
            });
    wanted.forEach(
        (host, terms) -> {
          if (!probes.containsKey(host)) {
            var probe = new Probe(host, terms, loop);
            probes.put(host, probe);
            probe.start();
          }
        });
  }
}
