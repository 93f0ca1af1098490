package io.serai.backend;

import io.serai.request.Outcome.Source;
import io.serai.schema.Schema;
import io.serai.schema.Schemas;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What a part's answer must keep to, the parameter {@code schema}: an answer that doesn't is a
 * failed part.
 *
 * @param schema null for anything
 */
record Contract(@Nullable Schema schema) {
  private static final Contract NONE = new Contract(null);
  private static final byte[] NOTHING = {};

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with file and line, what was expected and the cure
   */
  static Contract read(CamelContext context, @Nullable String written) {
    if (written == null || written.isBlank()) {
      return NONE;
    }
    return new Contract(Schemas.of(context).read(written.strip()));
  }

  /**
   * A success that breaks the contract is none. Where it breaks it is for the log; the client
   * learns {@code schema}, no more.
   */
  Verdict judge(Verdict verdict, CallPlan plan, Origin host, String id) {
    var answer = verdict.from();
    if (schema == null || !verdict.isSuccess() || answer == null) {
      return verdict;
    }
    // Nothing to judge: an expected status that counts as null, a 204, the answer to a HEAD.
    if (plan.options().expect().has(answer.status()) || answer.body().length == 0) {
      return verdict;
    }
    var violations = verdict.json() ? schema.check(verdict.body()) : null;
    if (verdict.json() && violations == null) {
      return verdict;
    }
    var reason =
        violations == null
            ? "schema broken at not JSON"
            : (violations.isChecked() ? "schema broken at " : "schema ") + violations.first();
    plan.backend().failures().failed(plan.backend().name(), host, plan.options().as(), reason, id);
    return new Verdict(
        Figures.End.INVALID, Source.LIVE, answer.status(), "schema", 502, NOTHING, false, answer);
  }
}
