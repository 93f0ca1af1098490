package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** Requests that may block are let in only as far as there is room for them. */
record Admit(OffLoop offLoop, Admission admission) implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) {
    if (visit.served().onLoop()) {
      return null;
    }
    if (!offLoop.admit()) {
      return admission.noThread(visit, offLoop.inFlight());
    }
    visit.offLoop();
    return null;
  }
}
