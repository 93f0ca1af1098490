package io.serai.manage;

import io.serai.settings.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /control/…}: what the verbs of {@code bin/serai} ask. */
final class ControlPages {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPages.class);
  private static final int UNPROCESSABLE = 422;

  private final Readings readings;
  private final Controls controls;

  ControlPages(Readings readings, Controls controls) {
    this.readings = readings;
    this.controls = controls;
  }

  Reply drain(Ask ask) {
    LOG.info("drain asked for");
    controls.drain();
    return state();
  }

  Reply undrain(Ask ask) {
    LOG.info("undrain asked for");
    controls.undrain();
    return state();
  }

  /** 200, or 422 when something is refused, or would be with {@code ?check=true}. */
  Reply reload(Ask ask) {
    var check = ask.parameter("check");
    if (check != null && !check.equals("true") && !check.equals("false")) {
      return Reply.problem(400, "Bad Request", "check: '" + check + "' (expected: true or false)");
    }
    boolean checkOnly = "true".equals(check);
    LOG.info(checkOnly ? "check of a reload asked for" : "reload asked for");
    var reloaded = controls.reload(checkOnly);
    var body = new LinkedHashMap<String, Object>();
    body.put("refused", reloaded.refused());
    body.put("problems", reloaded.problems().stream().map(Problem::toString).toList());
    if (checkOnly) {
      body.put("new", reloaded.changes().added());
      body.put("changed", reloaded.changes().changed());
      body.put("gone", reloaded.changes().gone());
    }
    body.put("digest", readings.live().get().digest());
    return Reply.json(reloaded.refused() ? UNPROCESSABLE : 200, body);
  }

  private Reply state() {
    return Reply.json(200, Map.of("state", JsonNames.of(readings.readiness().get())));
  }
}
