package io.serai.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * What a route file says of one {@code circuitBreaker}.
 *
 * @param bean the operator's own circuit, used in place of ours
 * @param rules which exceptions count
 * @param rulesText the rules as written: circuits that differ in them are different ones
 * @param goesOnWhenOpen whether a rejected exchange goes on as if nothing had been, where there is
 *     no fallback: {@code throwExceptionWhenHalfOpenOrOpenState: false}, if written
 * @param concurrent how many may be under way, 0 for any number
 * @param maxWaitNanos how long one may wait for a place, 0 not to wait
 * @param timeoutNanos how long the steps may take, 0 for as long as they do
 * @param cancels whether the reads of steps that take longer are cancelled
 */
record EipOptions(
    CircuitOptions circuit,
    @Nullable CircuitBreaker bean,
    ErrorRules rules,
    String rulesText,
    boolean goesOnWhenOpen,
    int concurrent,
    long maxWaitNanos,
    long timeoutNanos,
    boolean cancels) {}
