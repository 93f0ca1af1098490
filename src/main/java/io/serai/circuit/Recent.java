package io.serai.circuit;

/**
 * What ended in a circuit of this node within the last {@link CircuitOptions#sharedWindow()},
 * whatever its own window looks back on. Starts anew when the circuit closes or is reset.
 *
 * @param calls all that ended; what was cancelled or ignored isn't counted
 * @param failures those of them that failed
 * @param slow those of them that took longer than the threshold, failed or not
 * @param healthy whether this node has evidence of its own that all is well: as many calls as
 *     {@link CircuitOptions#minimumNumberOfCalls()}, and both rates below their thresholds
 */
public record Recent(int calls, int failures, int slow, boolean healthy) {}
