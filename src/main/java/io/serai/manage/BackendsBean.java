package io.serai.manage;

import io.serai.backend.BackendStats;
import io.serai.backend.HostStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The backends as an MBean. */
final class BackendsBean implements BackendsMXBean {
  private final Readings readings;

  BackendsBean(Readings readings) {
    this.readings = readings;
  }

  @Override
  public Map<String, Long> getInFlight() {
    return each(BackendStats::inFlight);
  }

  @Override
  public Map<String, Long> getSuccesses() {
    return each(BackendStats::successes);
  }

  @Override
  public Map<String, Long> getFailures() {
    return each(
        backend ->
            backend.failures().entrySet().stream()
                .filter(kind -> !kind.getKey().equals("ignored"))
                .mapToLong(Map.Entry::getValue)
                .sum());
  }

  private Map<String, Long> each(ToLongFunction<BackendStats> figure) {
    var all = new TreeMap<String, Long>();
    readings.backends().get().forEach(each -> all.put(each.name(), figure.applyAsLong(each)));
    return all;
  }

  @Override
  public List<String> getHosts() {
    return lines(host -> true);
  }

  @Override
  public List<String> getHostsOut() {
    return lines(host -> !host.getsCalls());
  }

  private List<String> lines(Predicate<HostStats> wanted) {
    return readings.backends().get().stream()
        .flatMap(
            backend ->
                backend.hosts().stream()
                    .filter(wanted)
                    .map(host -> backend.name() + " " + host.url() + " " + host.state()))
        .toList();
  }
}
