package io.serai.entry;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which route answers, by path and then by method; counts the request into its generation.
 *
 * @param table the one in force
 */
record FindDoor(Supplier<Table> table) implements Step {
  private static final int ATTEMPTS = 1000;

  @Override
  public @Nullable Answer pass(Visit visit) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var leaf = table.get().find(visit.target().segments());
      if (leaf == null) {
        return Answer.problem(404, "nothing is served at this path", visit.id());
      }
      var served = leaf.way(visit.head().method());
      if (served == null) {
        return Answer.problem(405, "this path answers " + leaf.allow(), visit.id())
            .with("Allow", leaf.allow());
      }
      if (served.doors().enter()) {
        visit.serve(served);
        return null;
      }
      // That generation was swapped out between our look and our step: the table in force by now
      // is another.
      Thread.onSpinWait();
    }
    return Answer.problem(503, "the route is being replaced", visit.id()).with("Retry-After", "1");
  }
}
