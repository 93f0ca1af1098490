package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/** Takes what operators want of circuits, on whichever node they said so. */
public interface Wanted {

  /**
   * Holds all circuits of that name, and those that come later. Tells no {@link Watcher}.
   *
   * @param forced {@link State#FORCED_OPEN} or {@link State#FORCED_CLOSED}; null lets them go, and
   *     changes nothing of those that nobody holds
   * @param by who, for the log and the pages
   */
  void want(String name, @Nullable State forced, String by);
}
