package io.serai.manage;

import io.serai.circuit.CircuitStats;
import io.serai.circuit.State;
import io.serai.circuit.shared.SharedView;
import io.serai.settings.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /circuits}: how circuits stand, here and at the others; and what operators want of them.
 */
final class CircuitsPage {
  private final Readings readings;
  private final Controls controls;

  CircuitsPage(Readings readings, Controls controls) {
    this.readings = readings;
    this.controls = controls;
  }

  Reply all(Ask ask) {
    var views = new LinkedHashMap<String, SharedView>();
    readings.sharedCircuits().get().forEach(view -> views.putIfAbsent(view.name(), view));
    var circuits =
        readings.circuits().get().stream()
            .map(stats -> circuit(stats, stats.shared() ? views.get(stats.name()) : null))
            .toList();
    return Reply.json(200, Map.of("circuits", circuits));
  }

  private static Map<String, Object> circuit(CircuitStats stats, @Nullable SharedView view) {
    var members = new LinkedHashMap<String, Object>();
    members.put("name", stats.name());
    members.put("state", JsonNames.of(stats.state()));
    members.put("sinceMillis", stats.sinceMillis());
    members.put("reason", stats.reason());
    if (stats.failureRate() >= 0) {
      members.put("failureRate", stats.failureRate());
    }
    members.put("calls", stats.calls());
    members.put("failed", stats.failed());
    members.put("slow", stats.slow());
    members.put("rejected", stats.rejected());
    members.put("attempt", stats.attempt());
    members.put("untilMillis", stats.untilMillis());
    members.put("forcedBy", stats.forcedBy());
    members.put("shared", stats.shared());
    if (view != null) {
      members.put("cluster", cluster(view));
    }
    return members;
  }

  private static Map<String, Object> cluster(SharedView view) {
    var members = new LinkedHashMap<String, Object>();
    members.put("open", view.open());
    members.put("attempt", view.attempt());
    members.put("reason", view.reason());
    members.put("decidedBy", view.decidedBy());
    members.put("decisions", view.version());
    members.put("calls", view.calls());
    members.put("failed", view.failures());
    members.put("slow", view.slow());
    members.put("tellers", view.tellers());
    members.put("members", view.members().stream().map(CircuitsPage::member).toList());
    return members;
  }

  private static Map<String, Object> member(SharedView.AtMember at) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", at.id());
    members.put("name", at.name());
    var state = at.state();
    members.put("state", JsonNames.of(state == null ? State.CLOSED : state));
    members.put("vetoed", at.vetoed());
    var told = at.told();
    members.put("told", told == null ? "" : told.toString());
    members.put("calls", at.calls());
    members.put("failed", at.failures());
    return members;
  }

  Reply open(Ask ask) {
    return force(ask, State.FORCED_OPEN);
  }

  Reply close(Ask ask) {
    return force(ask, State.FORCED_CLOSED);
  }

  Reply reset(Ask ask) {
    return force(ask, null);
  }

  /** 200 with the names found and those of them that are held here only, 404 if there is none. */
  private Reply force(Ask ask, @Nullable State forced) {
    var name = ask.parameter("name");
    var by = ask.parameter("by");
    if (name == null || name.isEmpty()) {
      return Reply.problem(
          400, "Bad Request", "name: missing (expected: a circuit's, * for any characters)");
    }
    var granted = controls.force(name, forced, by == null || by.isEmpty() ? "an operator" : by);
    if (granted.circuits().isEmpty()) {
      return Reply.problem(404, "Not Found", unknown(name));
    }
    var members = new LinkedHashMap<String, Object>();
    members.put("circuits", granted.circuits());
    members.put("hereOnly", granted.hereOnly());
    return Reply.json(200, members);
  }

  private String unknown(String name) {
    List<String> known =
        readings.circuits().get().stream().map(CircuitStats::name).distinct().toList();
    return (name + ": no circuit of that name. " + Nearest.question(name, known)).strip();
  }
}
