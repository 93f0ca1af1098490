package io.serai.manage;

import io.serai.circuit.Granted;
import io.serai.circuit.State;
import io.serai.routes.Changes;
import io.serai.settings.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be done to a running instance from outside; called on threads that may block. */
public interface Controls {

  /** Not ready any more; serving goes on. Idempotent. */
  void drain();

  /** Ready again, unless a stop has begun. Idempotent. */
  void undrain();

  /**
   * Takes changed settings and units live.
   *
   * @param checkOnly only says what would be refused, and which units would change
   */
  Reloaded reload(boolean checkOnly);

  /**
   * Holds circuits where an operator wants them, in the whole cluster.
   *
   * @param names a name, or several with {@code *} for any characters
   * @param forced {@link State#FORCED_OPEN} or {@link State#FORCED_CLOSED}; null to let them go
   * @param by who, for the log and the pages
   */
  Granted force(String names, @Nullable State forced, String by);

  /**
   * What became of it.
   *
   * @param refused whether something goes on as it was because of an error
   * @param changes the units that would be taken up, where that was the question
   */
  record Reloaded(boolean refused, List<Problem> problems, Changes changes) {

    /** One that took up what there was. */
    public Reloaded(boolean refused, List<Problem> problems) {
      this(refused, problems, Changes.NONE);
    }
  }
}
