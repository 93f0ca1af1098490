package io.serai.circuit;

import org.apache.camel.Endpoint;

/** Knows where calls go: circuits around calls to other places are other circuits. */
@FunctionalInterface
public interface Places {

  /** The URLs that this endpoint calls now, in the order of the settings; empty if it has none. */
  String of(Endpoint endpoint);
}
