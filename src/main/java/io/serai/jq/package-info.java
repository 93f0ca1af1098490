/**
 * The Camel language {@code jq}: programs in route files that reshape JSON, bounded in steps, time
 * and memory.
 *
 * <p>Floor 1: may import the ground only. The only importer of jackson-jq, and of its tree of a
 * program, which {@link io.serai.jq.Metering} takes apart to count every step.
 */
@NullMarked
package io.serai.jq;

import org.jspecify.annotations.NullMarked;
