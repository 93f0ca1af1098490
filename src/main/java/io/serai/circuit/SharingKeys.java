package io.serai.circuit;

import io.serai.settings.Key;
import io.serai.settings.Type;
import java.time.Duration;
import java.util.List;

/** The settings of all circuits that nodes share, of backends and of steps. */
public final class SharingKeys {
  private SharingKeys() {}

  public static final Key<Duration> SHARED_WINDOW =
      Key.text(
              "circuit.sharedWindow",
              "10s",
              "How far back a gateway looks at its own calls before it opens a circuit that others"
                  + " opened, and for how long failures count in the sum of all: whole seconds, 1s"
                  + " to 60s, the same on all gateways of a cluster.")
          .as(
              Type.duration("1s", "60s")
                  .that("whole seconds from 1s to 60s", window -> window.toMillis() % 1000 == 0));

  public static final List<Key<?>> KEYS = List.of(SHARED_WINDOW);
}
