package io.serai.manage;

import java.util.Map;

/**
 * One backend's figures since the start.
 *
 * @param failures ended badly, by kind
 * @param inFlight calls begun and not ended
 * @param open connections, idle ones included
 * @param retries attempts beyond the first
 * @param buckets how many calls took at most so many seconds, cumulative, the last one infinite
 * @param seconds all calls together
 */
public record Upstream(
    String name,
    long successes,
    Map<String, Long> failures,
    long inFlight,
    int open,
    int idle,
    long retries,
    Map<Double, Long> buckets,
    double seconds) {}
