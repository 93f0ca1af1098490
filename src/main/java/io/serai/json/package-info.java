/**
 * JSON as bytes: scan, splice, paths, shapes, joins, without building a tree; plain values written
 * as JSON.
 *
 * <p>Ground: imports nothing of the house.
 */
@NullMarked
package io.serai.json;

import org.jspecify.annotations.NullMarked;
