package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** Requests that may block are let in only as far as there is room for them. */
record Admit(OffLoop offLoop) implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) {
    if (visit.served().onLoop()) {
      return null;
    }
    if (!offLoop.admit()) {
      return Answer.problem(503, "too many requests are waiting for this", visit.id())
          .with("Retry-After", "1");
    }
    visit.offLoop();
    return null;
  }
}
