/**
 * What is wrong with route files, found in their text before anything runs: one file per kind of
 * mistake, so that this listing is the list of what is checked.
 *
 * <p>Part of floor 3 under {@code routes}: may import request and the ground; never routes itself.
 */
@NullMarked
package io.serai.routes.check;

import org.jspecify.annotations.NullMarked;
