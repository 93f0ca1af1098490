package io.serai.circuit;

/**
 * That a call may pass, given back when it has ended. It belongs to the time between two
 * transitions: the end of a call from an earlier one says nothing about the present.
 */
public interface Permit {}
