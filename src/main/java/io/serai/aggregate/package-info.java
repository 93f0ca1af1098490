/**
 * Many parts made one answer: strategies and the multicast, split and aggregate EIPs; no sockets.
 *
 * <p>Floor 2: may import request and the ground, of which the cluster keeps what arrives apart;
 * never entry or backend.
 */
@NullMarked
package io.serai.aggregate;

import org.jspecify.annotations.NullMarked;
