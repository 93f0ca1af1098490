package io.serai.routes;

import io.serai.routes.LiveSet.State;
import io.serai.settings.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a unit stands: what it serves, and what became of what its files say.
 *
 * <pre>
 *   (nothing) --loads--> LIVE --refused--> LAST_GOOD --loads--> LIVE
 *       `----refused----> REFUSED ----------loads---------------^
 * </pre>
 *
 * @param generation null if it serves nothing
 * @param tried digest of the files that were tried last
 * @param settingsPrint of the settings they were tried with
 * @param number of the generation, counting from 1, 0 if there never was one
 * @param since when what it serves went live; when it was refused if it serves nothing
 */
record Standing(
    String unit,
    State state,
    @Nullable Generation generation,
    String tried,
    String settingsPrint,
    int number,
    Instant since,
    List<String> files,
    List<Problem> problems) {

  /** Of a unit that has never served; refused from now on. */
  static Standing none(String unit, Instant now) {
    return new Standing(unit, State.REFUSED, null, "", "", 0, now, List.of(), List.of());
  }

  Standing refused(List<Problem> why, String digest, List<String> said) {
    return new Standing(
        unit,
        generation == null ? State.REFUSED : State.LAST_GOOD,
        generation,
        digest,
        settingsPrint,
        number,
        since,
        said,
        why);
  }
}
