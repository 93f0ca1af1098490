/**
 * One call to one upstream: component, pools, retries, outcome.
 *
 * <p>Floor 2: may import the floor below and the ground; never entry or aggregate.
 */
@NullMarked
package io.serai.backend;

import org.jspecify.annotations.NullMarked;
