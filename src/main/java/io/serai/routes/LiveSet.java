package io.serai.routes;

import io.serai.settings.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance serves at this moment, as {@code /routes}, {@code status} and the metrics show
 * it.
 *
 * @param digest of everything live: equal on two instances that serve the same
 * @param revision the text of {@code conf/REVISION}, empty if there is none
 * @param units by name
 * @param problems of {@code conf/} as a whole: unreadable, suddenly empty, a name that can't be
 * @param pending units whose files changed and that wait for {@code reload}, in manual mode
 */
public record LiveSet(
    String digest,
    String revision,
    List<Unit> units,
    List<Problem> problems,
    List<String> pending) {

  /** Without problems of {@code conf/} as a whole and with nothing pending. */
  public LiveSet(String digest, String revision, List<Unit> units) {
    this(digest, revision, units, List.of(), List.of());
  }

  /** How a unit stands. */
  public enum State {
    /** Serves what its files say. */
    LIVE,
    /** Its files were refused; it serves what it served before. */
    LAST_GOOD,
    /** Its files were refused and there was nothing before; it serves nothing. */
    REFUSED
  }

  /**
   * A file or folder in {@code conf/}.
   *
   * @param since when what it serves went live; when it was refused if it serves nothing
   * @param generation counts up with every swap, 0 if it never served
   * @param files what it was read from, relative to the instance directory
   * @param problems why it was refused, and warnings
   */
  public record Unit(
      String name,
      State state,
      Instant since,
      int generation,
      List<String> files,
      List<Route> routes,
      List<Problem> problems) {}

  /**
   * One live route.
   *
   * @param from the consumer's URI
   * @param methods empty if it isn't reached by HTTP
   * @param path the path it answers, empty if it isn't reached by HTTP
   * @param lane {@code loop} or {@code off-loop}
   * @param because for off-loop: the step that may block
   */
  public record Route(
      String id,
      String description,
      String from,
      List<String> methods,
      String path,
      String file,
      int line,
      String lane,
      String because) {}

  /** The same with further problems of the whole. */
  public LiveSet with(List<Problem> further) {
    if (further.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(problems);
    all.addAll(further);
    return new LiveSet(digest, revision, units, all, pending);
  }

  /** Whether some unit doesn't serve what its files say. */
  public boolean degraded() {
    return units.stream().anyMatch(unit -> unit.state() != State.LIVE)
        || problems.stream().anyMatch(Problem::isError);
  }
}
