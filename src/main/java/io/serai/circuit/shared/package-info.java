/**
 * The protocol by which the nodes of a cluster share their circuits: who opens with whom, who may
 * probe, who judges. Pure message passing on one thread over {@link io.serai.circuit.shared.Lane}
 * and {@link io.serai.cluster.Cluster}, so that it can be proven in virtual time. {@link
 * io.serai.circuit.shared.SharedCircuit} is the place to begin reading.
 *
 * <p>Floor 1: may import {@code circuit}, {@code cluster} and the ground.
 */
@NullMarked
package io.serai.circuit.shared;

import org.jspecify.annotations.NullMarked;
