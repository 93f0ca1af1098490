@NullMarked
package io.serai.manage;

import org.jspecify.annotations.NullMarked;
