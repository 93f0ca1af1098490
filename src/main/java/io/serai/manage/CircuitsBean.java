package io.serai.manage;

import io.serai.circuit.CircuitStats;
import io.serai.circuit.State;
import io.serai.circuit.shared.SharedView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The circuits as an MBean. */
final class CircuitsBean implements CircuitsMXBean {
  private static final String BY = "JMX";

  private final Readings readings;
  private final Controls controls;

  CircuitsBean(Readings readings, Controls controls) {
    this.readings = readings;
    this.controls = controls;
  }

  @Override
  public Map<String, String> getStates() {
    var states = new TreeMap<String, String>();
    readings
        .circuits()
        .get()
        .forEach(stats -> states.put(stats.name(), JsonNames.of(stats.state())));
    return states;
  }

  @Override
  public List<String> getNotClosed() {
    return readings.circuits().get().stream()
        .filter(stats -> stats.state() != State.CLOSED)
        .map(CircuitsBean::line)
        .toList();
  }

  private static String line(CircuitStats stats) {
    return stats.name() + " " + JsonNames.of(stats.state()) + ": " + stats.reason();
  }

  @Override
  public List<String> getCluster() {
    return readings.sharedCircuits().get().stream()
        .filter(view -> view.version() > 0)
        .map(CircuitsBean::line)
        .toList();
  }

  private static String line(SharedView view) {
    var line = new StringBuilder(160);
    line.append(view.name()).append(view.open() ? " open: " : " closed: ").append(view.reason());
    line.append(", decided by ").append(view.decidedBy());
    line.append("; ").append(view.failures()).append(" of ").append(view.calls());
    line.append(" calls failed");
    for (var member : view.members()) {
      var state = member.state() == null ? State.CLOSED : member.state();
      if (member.vetoed()) {
        line.append("; ").append(member.name()).append(" vetoed");
      } else if (view.open() == (state == State.CLOSED)) {
        line.append("; ").append(member.name()).append(' ').append(JsonNames.of(state));
      }
    }
    return line.toString();
  }

  @Override
  public Map<String, Long> getRejected() {
    var rejected = new TreeMap<String, Long>();
    readings
        .circuits()
        .get()
        .forEach(stats -> rejected.merge(stats.name(), stats.rejected(), Long::sum));
    return rejected;
  }

  @Override
  public List<String> open(String names) {
    return force(names, State.FORCED_OPEN);
  }

  @Override
  public List<String> close(String names) {
    return force(names, State.FORCED_CLOSED);
  }

  @Override
  public List<String> reset(String names) {
    return force(names, null);
  }

  private List<String> force(String names, @Nullable State forced) {
    var granted = controls.force(names, forced, BY);
    return granted.circuits().stream()
        .map(name -> granted.hereOnly().contains(name) ? name + " (here only)" : name)
        .toList();
  }
}
