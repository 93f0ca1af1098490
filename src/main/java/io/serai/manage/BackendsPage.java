package io.serai.manage;

import io.serai.backend.BackendStats;
import io.serai.backend.HostStats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code /backends}: what is called, by which URLs, and how that goes. */
final class BackendsPage {
  private final Readings readings;

  BackendsPage(Readings readings) {
    this.readings = readings;
  }

  Reply all(Ask ask) {
    var backends = readings.backends().get().stream().map(BackendsPage::backend).toList();
    return Reply.json(200, Map.of("backends", backends));
  }

  private static Map<String, Object> backend(BackendStats stats) {
    var members = new LinkedHashMap<String, Object>();
    members.put("name", stats.name());
    members.put("calls", stats.calls());
    members.put("inFlight", stats.inFlight());
    members.put("successes", stats.successes());
    members.put("failures", new TreeMap<>(stats.failures()));
    members.put("retries", stats.retries());
    members.put("retriesDenied", stats.retriesDenied());
    members.put("repeats", stats.repeats());
    members.put("hosts", stats.hosts().stream().map(BackendsPage::host).toList());
    return members;
  }

  private static Map<String, Object> host(HostStats stats) {
    var members = new LinkedHashMap<String, Object>();
    members.put("url", stats.url());
    members.put("state", stats.state());
    members.put("weight", stats.weight());
    members.put("partPercent", stats.part());
    members.put("inUse", stats.inUse());
    members.put("connections", stats.open());
    members.put("idle", stats.idle());
    return members;
  }
}
