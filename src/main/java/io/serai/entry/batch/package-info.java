/**
 * {@code gateway:batch}: a list of requests in one body, each sent through the whole gate, answered
 * as a list.
 *
 * <p>Part of floor 2: may import request and the ground. The listener's own classes it knows by
 * {@link io.serai.request.Dispatch} only.
 */
@NullMarked
package io.serai.entry.batch;

import org.jspecify.annotations.NullMarked;
