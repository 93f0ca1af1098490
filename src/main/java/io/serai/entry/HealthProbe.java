package io.serai.entry;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code listener.health.path}: a bare 200 or 503 for balancers.
 *
 * @param path empty for none
 */
record HealthProbe(String path, BooleanSupplier ready) implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) {
    return !path.isEmpty() && visit.target().path().equals(path)
        ? Answer.bare(ready.getAsBoolean() ? 200 : 503)
        : null;
  }
}
