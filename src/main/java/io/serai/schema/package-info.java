/**
 * JSON Schema, drafts 4 to 2020-12, against bodies that are bytes. The only package that knows the
 * libraries of the validator and of its regular expressions.
 *
 * <p>Floor 1: may import the ground only.
 */
@NullMarked
package io.serai.schema;

import org.jspecify.annotations.NullMarked;
