package io.serai.request;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client sent and the route let in, decoded. A name that isn't let in reads as absent, so
 * that nothing unlisted can reach a backend; without a client there is nothing.
 */
public interface Inputs {

  /** A path parameter of the {@code gateway:} path, decoded. */
  default @Nullable String path(String name) {
    return null;
  }

  /** The names of all path parameters. */
  default Collection<String> pathNames() {
    return List.of();
  }

  /**
   * The {@code Idempotency-Key} of what is done here, where the gateway itself has made one; null
   * where none is called for.
   */
  default @Nullable String ownKey() {
    return null;
  }

  /** The first query parameter of the name, decoded, if let in. */
  default @Nullable String query(String name) {
    return null;
  }

  /** The header's value, several joined by {@code ", "}, if let in. */
  default @Nullable String header(String name) {
    return null;
  }

  /** The names of all headers let in, for a call that hands on {@code *}. */
  default Collection<String> headerNames() {
    return List.of();
  }

  default @Nullable String cookie(String name) {
    return null;
  }

  /** The decoded segments matched by a trailing {@code *}. */
  default List<String> rest() {
    return List.of();
  }

  /** The query string as it came, less what isn't let in, without its question mark. */
  default String rawQuery() {
    return "";
  }

  /** The client's method; empty if there was no client. */
  default String method() {
    return "";
  }

  /** The path as it was asked for, for the log; empty if there was no client. */
  default String path() {
    return "";
  }

  /** No client: a timer's or another consumer's exchange. */
  Inputs NONE = new Inputs() {};
}
