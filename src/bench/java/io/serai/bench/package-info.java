/**
 * What one aggregated request costs, this gateway beside its peers. Compiled only with {@code
 * -Pbench}.
 */
@NullMarked
package io.serai.bench;

import org.jspecify.annotations.NullMarked;
