package io.serai.manage;

import io.serai.backend.BackendStats;
import io.serai.backend.HostStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /backends}: the hosts of each, and what each gets of the calls. */
final class BackendsPage {
  private final Supplier<List<BackendStats>> backends;

  BackendsPage(Supplier<List<BackendStats>> backends) {
    this.backends = backends;
  }

  Reply all(Ask ask) {
    var all = backends.get().stream().map(BackendsPage::backend).toList();
    return Reply.json(200, Map.of("backends", all));
  }

  private static Map<String, Object> backend(BackendStats stats) {
    var members = new LinkedHashMap<String, Object>();
    members.put("name", stats.name());
    members.put("inFlight", stats.inFlight());
    members.put("hosts", stats.hosts().stream().map(BackendsPage::host).toList());
    return members;
  }

  private static Map<String, Object> host(HostStats stats) {
    var members = new LinkedHashMap<String, Object>();
    members.put("url", stats.url());
    members.put("state", stats.state());
    members.put("weight", stats.weight());
    members.put("partPercent", stats.part());
    members.put("calls", stats.inUse());
    members.put("connections", stats.open());
    members.put("idle", stats.idle());
    return members;
  }
}
