/**
 * Health, metrics, JMX and the live view of an instance, on the management listener.
 *
 * <p>Roof: reads the floors below, is imported only by the launcher.
 */
@NullMarked
package io.serai.manage;

import org.jspecify.annotations.NullMarked;
