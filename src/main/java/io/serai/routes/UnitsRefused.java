package io.serai.routes;

import io.serai.settings.Problem;
import java.util.List;

/** A strict start found units that don't load; nothing is served. */
public final class UnitsRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  UnitsRefused(List<Problem> problems) {
    super(problems.size() + " problems in conf/");
    this.problems = problems;
  }

  /** All of them, in file order. */
  public List<Problem> problems() {
    return problems;
  }
}
