package io.serai.backend;

import java.util.BitSet;

/**
 * What a call is tried again after.
 *
 * @param connect no connection could be had, so nothing was sent
 * @param reset the connection ended before a byte of an answer
 * @param timeout an attempt's own time was over
 * @param statuses answers of these
 */
record RetryOn(boolean connect, boolean reset, boolean timeout, BitSet statuses) {
  static final String DEFAULT = "connect,reset,timeout,502,503,504";

  /**
   * Reads the parameter.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static RetryOn read(Texts texts) {
    var text = texts.get("retryOn", DEFAULT);
    boolean connect = false;
    boolean reset = false;
    boolean timeout = false;
    var statuses = new BitSet(600);
    for (var each : text.split(",", -1)) {
      var name = each.strip();
      switch (name) {
        case "connect" -> connect = true;
        case "reset" -> reset = true;
        case "timeout" -> timeout = true;
        case "5xx" -> statuses.set(500, 600);
        default -> {
          if (!name.matches("[45]\\d\\d")) {
            throw texts.wrong(
                "retryOn",
                text,
                "connect, reset, timeout, 5xx and statuses from 400 to 599, separated by commas");
          }
          statuses.set(Integer.parseInt(name));
        }
      }
    }
    return new RetryOn(connect, reset, timeout, statuses);
  }

  boolean has(int status) {
    return statuses.get(status);
  }
}
