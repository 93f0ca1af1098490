package io.serai.schema;

import com.networknt.schema.JsonSchemaException;

/** A check at one of its bounds; the message names it. The library logs what isn't its own. */
final class BoundReached extends JsonSchemaException {
  private static final long serialVersionUID = 1L;

  BoundReached(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
