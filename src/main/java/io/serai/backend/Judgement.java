package io.serai.backend;

import io.serai.request.Holding;

/** What a whole answer comes to: judged by its status first, then by what its body is worth. */
final class Judgement {
  private Judgement() {}

  /**
   * Judges it.
   *
   * @param wantsJson whether anything but JSON is a failure
   * @param holding which what is made of its body is counted into
   */
  static Verdict of(
      Answer answer, CallOptions options, boolean wantsJson, boolean toHead, Holding holding) {
    int status = answer.status();
    if (options.expect().has(status)) {
      return Verdict.success(answer, Value.NULL);
    }
    if (status < 200 || status > 299) {
      return Verdict.bad(
          answer, Figures.End.STATUS, "answered " + status, clientStatus(status, options));
    }
    var value = options.reading().value(answer, wantsJson, toHead);
    if (value.isSound() && value.bytes() != answer.body() && !holding.take(value.bytes().length)) {
      return Verdict.noCapacity(Fault.NO_MEMORY);
    }
    return value.isSound()
        ? Verdict.success(answer, value)
        : Verdict.bad(answer, Figures.End.INVALID, value.fault(), 502);
  }

  /** The vocabulary, "Parts, branches, outcomes". */
  private static int clientStatus(int status, CallOptions options) {
    if (options.passStatus().has(status) && status >= 400) {
      return status;
    }
    return switch (status) {
      case 429, 503 -> 503;
      case 408, 504 -> 504;
      default -> 502;
    };
  }
}
