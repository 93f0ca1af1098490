package io.serai.entry;

import org.jspecify.annotations.Nullable;

/** The request target, made normal or refused. */
final class Normalise implements Step {
  @Override
  public @Nullable Answer pass(Visit visit) throws Malformed {
    var method = visit.head().method();
    var target = visit.head().target();
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      // TRACE would give a script in a browser the headers it must not see.
      return Answer.problem(501, method + " isn't served here", visit.id()).closing();
    }
    if (target.equals("*") && method.equals("OPTIONS")) {
      return Answer.problem(501, "OPTIONS is answered per path", visit.id());
    }
    visit.target(Target.parse(target));
    return null;
  }
}
