package io.serai.manage;

import io.serai.routes.Changes;
import io.serai.settings.Problem;
import java.util.List;

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
