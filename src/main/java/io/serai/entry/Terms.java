package io.serai.entry;

import io.serai.settings.Settings;
import java.time.Duration;

/**
 * On what terms requests come in by a way: the parameters that all ways have in common.
 *
 * @param deadline last header byte in to first answer byte out
 * @param query the query parameters let in
 * @param requestHeaders the headers let in
 * @param maxBody in bytes
 * @param report where outcomes are told
 * @param stream whether a body goes on as it comes, and isn't gathered first
 * @param streamIdle how long what flows may stand still, zero for ever
 */
record Terms(
    Duration deadline,
    NameRule query,
    NameRule requestHeaders,
    long maxBody,
    Reporting report,
    boolean stream,
    Duration streamIdle) {

  /** Of a vanilla route: all is let in, as its writer expects; limits as for any other. */
  static Terms vanilla(Settings settings) {
    return new Terms(
        settings.get(GatewayParameters.DEADLINE),
        NameRule.ALL,
        NameRule.ALL,
        // As for gateway:, where more is refused: a body is one array.
        Math.min(settings.get(GatewayParameters.MAX_BODY), 1 << 30),
        Reporting.NONE,
        false,
        settings.get(GatewayParameters.STREAM_IDLE));
  }
}
