package io.serai.entry;

import java.util.Collection;

/** The one HTTP listener; outlives every generation. */
public final class Listener {

  /** Serves exactly these from now on: one volatile write. */
  public void serve(Collection<Doors> live) {
    throw new UnsupportedOperationException("" + live.size());
  }
}
