/**
 * Bodies that aren't JSON made JSON, JSON made XML, and what is packed unpacked. Whole bodies in,
 * whole bodies out, each bounded; nothing here knows who sent them.
 *
 * <p>Floor 1: may import json.
 */
@NullMarked
package io.serai.formats;

import org.jspecify.annotations.NullMarked;
