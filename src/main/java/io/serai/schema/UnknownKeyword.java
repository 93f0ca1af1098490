package io.serai.schema;

/**
 * A word that stands where a keyword does and has no effect.
 *
 * @param document as the operator knows it, {@code file:schemas/order.json}
 * @param line in it, from 1
 * @param pointer RFC 6901
 * @param question {@code Did you mean required?}; empty if none is near
 */
public record UnknownKeyword(
    String document, int line, String pointer, String word, String question) {}
