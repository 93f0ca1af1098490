package io.serai.aggregate;

import java.util.Map;

/**
 * Aggregations whose parts arrive apart, as this gateway sees them.
 *
 * @param open kept by this gateway, those of closed keys among them
 * @param bytes they take
 * @param completed here, by what completed them
 * @param failed attempts to complete one that failed here
 * @param takenOver that another gateway had begun to complete
 * @param dropped at the end of their life, or because their backend refused them
 */
public record ApartStats(
    int open,
    long bytes,
    Map<CompletedBy, Long> completed,
    long failed,
    long takenOver,
    long dropped) {}
