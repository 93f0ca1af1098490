package io.serai.backend;

import io.serai.settings.Type;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a call that has no answer yet is sent a second time, beside the first.
 *
 * @param after nanoseconds, 0 if they are observed or it never is
 * @param percent of the calls observed that were answered sooner, 0 if none are
 */
record Hedging(long after, int percent) {
  static final Hedging OFF = new Hedging(0, 0);
  static final String PARAMETER = "hedge";

  /** What a fast backend needs now and then anyway, with us or with it, is worth no second call. */
  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Type<Duration> TIME = Type.duration("1ms", "1d");
  private static final String EXPECTED =
      "off, a time from 1ms to 1d such as 50ms, or p50 to p99 of the times observed";

  /**
   * Reads the parameter. Where the settings say it of many calls, those that can't be are none of
   * it; said of such a call by itself it is wrong.
   *
   * @param unfit why this call can't be sent twice, empty if it can
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static Hedging read(Texts texts, String unfit) {
    var text = texts.get(PARAMETER, "off");
    var read = parse(texts, text);
    if (read.isOn() && !unfit.isEmpty()) {
      if (texts.own().containsKey(PARAMETER)) {
        throw texts.wrong(PARAMETER, text, "off, as " + unfit);
      }
      return OFF;
    }
    return read;
  }

  private static Hedging parse(Texts texts, String text) {
    if (text.equals("off")) {
      return OFF;
    }
    if (text.matches("p[5-9]\\d")) {
      return new Hedging(0, Integer.parseInt(text.substring(1)));
    }
    try {
      return new Hedging(TIME.read(text).toNanos(), 0);
    } catch (IllegalArgumentException e) {
      throw texts.wrong(PARAMETER, text, EXPECTED);
    }
  }

  boolean isOn() {
    return after > 0 || percent > 0;
  }

  /** Whether times are to be observed for it. */
  boolean isObserved() {
    return percent > 0;
  }

  /**
   * Nanoseconds from the start of an attempt, 0 for never: too little has been observed.
   *
   * @param at now, on {@link System#nanoTime}'s scale
   */
  long delay(Latencies observed, long at) {
    if (percent == 0) {
      return after;
    }
    long usual = observed.percentile(percent, at);
    return usual == 0 ? 0 : Math.max(LEAST, usual);
  }
}
