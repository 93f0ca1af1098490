/**
 * Circuits: what stops calling a part that fails. The state machine, the registry that outlives
 * reloads, and the {@code circuitBreaker} EIP. {@link io.serai.circuit.Breaker} and {@link
 * io.serai.circuit.Watcher} are all that sharing circuits between nodes needs to know.
 *
 * <p>Floor 1: may import the ground only. The only importer of resilience4j.
 */
@NullMarked
package io.serai.circuit;

import org.jspecify.annotations.NullMarked;
