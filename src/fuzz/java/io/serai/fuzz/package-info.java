/**
 * Parsers of what strangers send, each fed for minutes with inputs that reach ever more of its
 * code. A target stands in the package of its parser. Compiled only with {@code -Pfuzz}.
 */
@NullMarked
package io.serai.fuzz;

import org.jspecify.annotations.NullMarked;
