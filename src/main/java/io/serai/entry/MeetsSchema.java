package io.serai.entry;

import io.serai.request.ProblemDocument;
import io.serai.schema.Violations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that breaks the route's schema never comes to its first step; the answer says where it
 * breaks it.
 */
final class MeetsSchema implements Step {
  private static final Logger LOG = LoggerFactory.getLogger(MeetsSchema.class);

  @Override
  public @Nullable Answer pass(Visit visit) {
    var schema = visit.served().way().schema();
    if (schema == null) {
      return null;
    }
    var body = visit.body();
    if (body.length == 0) {
      return carriesBody(visit.head().method())
          ? Answer.problem(400, "no body, where JSON is expected", visit.id())
          : null;
    }
    var violations = schema.check(body);
    if (violations == null) {
      return null;
    }
    if (!violations.isChecked()) {
      LOG.warn(
          "Request {} to route {} can't be held against the schema: that takes {}",
          visit.id(),
          visit.served().way().routeId(),
          violations.bound());
      // Nobody knows that it is wrong, and sent again it would take as long: no 400, no 503.
      return problem(422, "Unprocessable Content", violations, visit);
    }
    return problem(400, "Bad Request", violations, visit);
  }

  private static Answer problem(int status, String title, Violations violations, Visit visit) {
    var problem = new ProblemDocument(status, title, violations.summary(), visit.id());
    return new Answer(status, ProblemDocument.CONTENT_TYPE, problem.json(violations.members()));
  }

  private static boolean carriesBody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }
}
