package io.serai.backend;

import io.serai.request.Holding;

/**
 * Answers are read the same however the network cuts them, and what isn't one is a fault, never
 * more: the first byte says where to cut.
 */
public final class AnswerFuzz {
  private static final long MAX_BODY = 4096;

  private AnswerFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int cut = 1 + (data[0] & 0xff) % (data.length - 1);
    var whole = new AnswerParser();
    whole.reset(false, ResponseHeaders.NONE, MAX_BODY, Holding.NONE);
    int used = whole.feed(data, 1, data.length);
    var cutOnce = new AnswerParser();
    cutOnce.reset(false, ResponseHeaders.NONE, MAX_BODY, Holding.NONE);
    int first = cutOnce.feed(data, 1, cut);
    int second =
        cutOnce.fault() == null && !cutOnce.isDone() ? cutOnce.feed(data, cut, data.length) : first;
    if (!seen(whole, used).equals(seen(cutOnce, second))) {
      throw new IllegalStateException(
          "whole: %s, cut at %d: %s".formatted(seen(whole, used), cut, seen(cutOnce, second)));
    }
  }

  private static String seen(AnswerParser parser, int used) {
    if (parser.fault() != null) {
      return "fault";
    }
    boolean done = parser.ended();
    return done
        ? parser.answer().status() + " " + parser.answer().body().length + " up to " + used
        : "unfinished";
  }
}
