/**
 * Units of route files to live generations: load, check, swap, drain.
 *
 * <p>Floor 3: may import entry, backend, aggregate, request and the ground.
 */
@NullMarked
package io.serai.routes;

import org.jspecify.annotations.NullMarked;
