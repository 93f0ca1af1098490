/**
 * The listener, requests made normal, policies in order, errors to HTTP, access log.
 *
 * <p>Floor 2: may import request and the ground; never backend or aggregate.
 */
@NullMarked
package io.serai.entry;

import org.jspecify.annotations.NullMarked;
