package io.serai.entry;

import org.jspecify.annotations.Nullable;

/**
 * What a way won't take is refused before its body is read.
 *
 * @param admission which knows what to say when there is no memory for a body
 */
record Fits(Admission admission) implements Step {
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
    boolean kept = visit.head().length() > 0 && !way.terms().stream();
    if (kept && !visit.holding().hasRoom(visit.head().length())) {
      return admission.noMemory(visit);
    }
    return way.objection(visit);
  }
}
