package io.serai.schema;

/** A schema that can't be used; the message names file and line, what was expected, the cure. */
final class SchemaRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SchemaRefused(String message) {
    super(message);
  }
}
