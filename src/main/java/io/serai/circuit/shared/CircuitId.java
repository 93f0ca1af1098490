package io.serai.circuit.shared;

/** Circuits are the same only if both are. */
record CircuitId(String name, String fingerprint) {}
