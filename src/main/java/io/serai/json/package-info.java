/**
 * JSON as bytes: scan, splice, paths, shapes, joins, without building a tree.
 *
 * <p>Ground: imports nothing of the house.
 */
@NullMarked
package io.serai.json;

import org.jspecify.annotations.NullMarked;
