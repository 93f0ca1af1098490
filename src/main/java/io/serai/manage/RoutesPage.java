package io.serai.manage;

import io.serai.routes.LiveSet;
import io.serai.settings.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /routes}: what is live, since when, from which file, and what was refused and why. */
final class RoutesPage {
  private final Readings readings;

  RoutesPage(Readings readings) {
    this.readings = readings;
  }

  Reply all(Ask ask) {
    var live = readings.live().get();
    var body = new LinkedHashMap<String, Object>();
    body.put("digest", live.digest());
    body.put("revision", live.revision());
    body.put("degraded", live.degraded());
    body.put("pending", live.pending());
    body.put("problems", problems(live.problems()));
    body.put("units", live.units().stream().map(RoutesPage::unit).toList());
    return Reply.json(200, body);
  }

  private static Map<String, Object> unit(LiveSet.Unit unit) {
    var members = new LinkedHashMap<String, Object>();
    members.put("name", unit.name());
    members.put("state", JsonNames.of(unit.state()));
    members.put("since", unit.since().toString());
    members.put("generation", unit.generation());
    members.put("files", unit.files());
    members.put("routes", unit.routes().stream().map(RoutesPage::route).toList());
    members.put("problems", problems(unit.problems()));
    return members;
  }

  private static Map<String, Object> route(LiveSet.Route route) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", route.id());
    members.put("description", route.description());
    members.put("from", route.from());
    members.put("methods", route.methods());
    members.put("path", route.path());
    members.put("file", route.file());
    members.put("line", route.line());
    members.put("lane", route.lane());
    members.put("because", route.because());
    return members;
  }

  private static List<Map<String, Object>> problems(List<Problem> problems) {
    return problems.stream().map(Problem::members).toList();
  }
}
