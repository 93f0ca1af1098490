/**
 * What one request carries through the house: deadline, id, references, parts and outcomes, header
 * rules, problem document, and the way back in for what it holds inside.
 *
 * <p>Floor 1: may import the ground only.
 */
@NullMarked
package io.serai.request;

import org.jspecify.annotations.NullMarked;
