/** The files in {@code routes/}, each loaded and called as its own comments say. */
@NullMarked
package io.serai.examples;

import org.jspecify.annotations.NullMarked;
