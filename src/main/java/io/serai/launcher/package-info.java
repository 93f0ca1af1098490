/**
 * Main, the verbs of {@code bin/serai}, exit codes; assembles every floor.
 *
 * <p>Roof: may import everything, is imported by nothing.
 */
@NullMarked
package io.serai.launcher;

import org.jspecify.annotations.NullMarked;
