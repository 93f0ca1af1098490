package io.serai.backend;

/**
 * How a backend's calls stand to their limit, as the metrics show it.
 *
 * @param limit calls that may be under way now
 * @param inFlight calls that are
 * @param turnedAway calls since the start
 */
public record ConcurrencyStats(int limit, int inFlight, long turnedAway) {}
