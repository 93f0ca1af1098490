package io.serai.routes;

import io.serai.settings.Key;
import java.util.List;

/** The settings of units and reload. */
public final class RoutesKeys {
  private RoutesKeys() {}

  public static final Key<String> RELOAD =
      Key.choice(
              "routes.reload",
              "auto",
              "When changed files in conf/ go live: auto, once they have been quiet for 300 ms, or "
                  + "manual, only when reload is called.",
              "auto",
              "manual")
          .onSave();

  public static final List<Key<?>> KEYS = List.of(RELOAD);
}
