package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** What a way won't take is refused before its body is read. */
final class Fits implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) {
    var way = visit.served().way();
    if (!way.isOpen()) {
      return Answer.problem(503, "the route is suspended", visit.id()).with("Retry-After", "5");
    }
    long most = way.terms().maxBody();
    if (visit.head().length() > most) {
      return Answer.problem(413, "the body is larger than " + most + " bytes", visit.id())
          .closing();
    }
    return way.objection(visit);
  }
}
