/**
 * Many parts made one answer: strategies and the multicast EIP; no sockets.
 *
 * <p>Floor 2: may import request and the ground; never entry or backend.
 */
@NullMarked
package io.serai.aggregate;

import org.jspecify.annotations.NullMarked;
