package io.serai.manage;

import io.serai.routes.LiveSet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code /health/live} and {@code /health/ready}: 200 or 503, and why. */
final class HealthPages {
  private final Readings readings;

  HealthPages(Readings readings) {
    this.readings = readings;
  }

  /** Whether this process can be helped otherwise than by a restart. */
  Reply live(Ask ask) {
    var deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    return deadlocked == null
        ? reply(200, "live", false, List.of())
        : reply(
            503, "deadlocked", false, List.of(deadlocked.length + " threads wait for each other"));
  }

  /** A degraded instance is ready: what it served before is better than nothing. */
  Reply ready(Ask ask) {
    var readiness = readings.readiness().get();
    var live = readings.live().get();
    var name = JsonNames.of(readiness);
    return reply(
        readiness == Readiness.READY ? 200 : 503, name, live.degraded(), reasons(readiness, live));
  }

  static List<String> reasons(Readiness readiness, LiveSet live) {
    var reasons = new ArrayList<String>();
    if (readiness != Readiness.READY) {
      reasons.add(readiness.reason());
    }
    for (var problem : live.problems()) {
      if (problem.isError()) {
        reasons.add(problem.toString());
      }
    }
    for (var unit : live.units()) {
      switch (unit.state()) {
        case LIVE -> {}
        case LAST_GOOD ->
            reasons.add(
                "unit "
                    + unit.name()
                    + ": its files are refused, serves what it did before; serai routes tells why");
        case REFUSED ->
            reasons.add(
                "unit "
                    + unit.name()
                    + ": its files are refused, serves nothing; serai routes tells why");
      }
    }
    return reasons;
  }

  private static Reply reply(int status, String name, boolean degraded, List<String> reasons) {
    var body = new LinkedHashMap<String, Object>();
    body.put("status", name);
    body.put("degraded", degraded);
    body.put("reasons", reasons);
    return Reply.json(status, body);
  }
}
