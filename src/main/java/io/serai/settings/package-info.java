/**
 * Typed settings with units, and problems with file and line.
 *
 * <p>Ground: imports nothing of the house.
 */
@NullMarked
package io.serai.settings;

import org.jspecify.annotations.NullMarked;
