/** Names that route files use and that therefore never move. Imports nothing of the house. */
@NullMarked
package io.serai;

import org.jspecify.annotations.NullMarked;
