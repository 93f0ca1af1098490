package io.serai.backend;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a call or of an attempt says of the backend.
 *
 * @param connect no connection could be had
 * @param reset the connection ended before the answer did
 * @param timeout its time was over
 * @param invalid the answer couldn't be read
 * @param statuses answers of these
 * @param unlessLater whether one of those that says when to come back says nothing
 * @param text as written
 */
record FailureRule(
    boolean connect,
    boolean reset,
    boolean timeout,
    boolean invalid,
    BitSet statuses,
    boolean unlessLater,
    String text) {
  static final String DEFAULT = "5xx,timeout,connect,reset,invalid";
  private static final String PARAMETER = "circuit.failures";

  /** What it says. */
  enum Says {
    WELL,
    FAILED,
    /** Nobody waited for it, or it was our own doing. */
    NOTHING
  }

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static FailureRule read(Texts texts) {
    var text = texts.get(PARAMETER, DEFAULT);
    boolean connect = false;
    boolean reset = false;
    boolean timeout = false;
    boolean invalid = false;
    boolean unlessLater = false;
    var statuses = new BitSet(600);
    for (var each : text.split(",", -1)) {
      var name = each.strip();
      switch (name) {
        case "connect" -> connect = true;
        case "reset" -> reset = true;
        case "timeout" -> timeout = true;
        case "invalid" -> invalid = true;
        case "unlessLater" -> unlessLater = true;
        case "4xx" -> statuses.set(400, 500);
        case "5xx" -> statuses.set(500, 600);
        default -> {
          if (!name.matches("[1-5]\\d\\d")) {
            throw texts.wrong(
                PARAMETER,
                text,
                "connect, reset, timeout, invalid, 4xx, 5xx, unlessLater and statuses, separated"
                    + " by commas");
          }
          statuses.set(Integer.parseInt(name));
        }
      }
    }
    return new FailureRule(connect, reset, timeout, invalid, statuses, unlessLater, text);
  }

  /**
   * The end of an attempt or of a call that got no answer, or of a call whose answer was judged.
   *
   * @param answer what it got, if anything
   */
  Says of(Figures.End end, @Nullable Answer answer) {
    return switch (end) {
      case SUCCESS -> Says.WELL;
      case STATUS -> answer == null ? Says.NOTHING : of(answer);
      case CONNECT -> connect ? Says.FAILED : Says.NOTHING;
      case BROKEN -> reset ? Says.FAILED : Says.NOTHING;
      case TIMEOUT -> timeout ? Says.FAILED : Says.NOTHING;
      case INVALID -> invalid ? Says.FAILED : Says.WELL;
      case CAPACITY, REFERENCE, IGNORED, CIRCUIT -> Says.NOTHING;
    };
  }

  /** By its status. */
  Says of(Answer answer) {
    int status = answer.status();
    if (!statuses.get(status)) {
      return Says.WELL;
    }
    boolean later = (status == 429 || status == 503) && !answer.retryAfter().isEmpty();
    return later && unlessLater ? Says.NOTHING : Says.FAILED;
  }
}
