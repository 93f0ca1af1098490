package io.serai.backend;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One backend's figures since the start, as the metrics show them.
 *
 * @param calls started
 * @param successes ended well, expected statuses included
 * @param failures by kind: connect, timeout, broken, status, invalid, capacity, reference, ignored
 * @param inFlight started and not ended
 * @param open connections, idle ones included
 * @param idle connections without a call
 * @param retries attempts beyond the first
 * @param retriesDenied those and hedges the budget had no place for
 * @param repeats requests sent once more because a kept connection had closed
 * @param hedges requests sent a second time, beside the first
 * @param hedgesWon those whose answer came first
 * @param buckets how many calls took at most so many seconds, cumulative, the last one infinite
 * @param seconds all calls together
 * @param hosts its URLs, in the order of the settings
 * @param concurrency null without a limit
 */
public record BackendStats(
    String name,
    long calls,
    long successes,
    Map<String, Long> failures,
    long inFlight,
    int open,
    int idle,
    long retries,
    long retriesDenied,
    long repeats,
    long hedges,
    long hedgesWon,
    Map<Double, Long> buckets,
    double seconds,
    List<HostStats> hosts,
    @Nullable ConcurrencyStats concurrency) {}
