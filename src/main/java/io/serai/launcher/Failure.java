package io.serai.launcher;

import io.serai.settings.Problem;
import java.util.List;

/** Ends a verb: the exit code, and what the operator reads on standard error. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;
  private final transient List<Problem> problems;

  Failure(ExitCode code, String message) {
    super(message);
    this.code = code;
    this.problems = List.of();
  }

  Failure(String message, List<Problem> problems) {
    this(ExitCode.CONFIGURATION, message, problems);
  }

  Failure(ExitCode code, String message, List<Problem> problems) {
    super(message);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  ExitCode code() {
    return code;
  }

  List<Problem> problems() {
    return problems;
  }
}
