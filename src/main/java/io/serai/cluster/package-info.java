/**
 * The other gateways of this one's cluster: who they are, messages between them, small facts that
 * all of them hold, and bytes that each keeps for all.
 *
 * <p>Ground: may import settings. The only importer of Hazelcast, so that it can be replaced.
 */
@NullMarked
package io.serai.cluster;

import org.jspecify.annotations.NullMarked;
