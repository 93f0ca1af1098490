package io.serai.request;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client sent and the route let in, decoded. A name that isn't let in reads as absent, so
 * that nothing unlisted can reach a backend.
 */
public interface Inputs {

  /** A path parameter of the {@code gateway:} path, decoded. */
  @Nullable String path(String name);

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
  @Nullable String query(String name);

  /** The header's value, several joined by {@code ", "}, if let in. */
  @Nullable String header(String name);

  /** The names of all headers let in, for a call that hands on {@code *}. */
  default Collection<String> headerNames() {
    return List.of();
  }

  @Nullable String cookie(String name);

  /** The decoded segments matched by a trailing {@code *}. */
  List<String> rest();

  /** The query string as it came, less what isn't let in, without its question mark. */
  String rawQuery();

  /** The client's method. */
  String method();

  /** The path as it was asked for, for the log; empty if there was no client. */
  default String path() {
    return "";
  }

  /** No client: a timer's or another consumer's exchange. */
  Inputs NONE =
      new Inputs() {
        @Override
        public @Nullable String path(String name) {
          return null;
        }

        @Override
        public @Nullable String query(String name) {
          return null;
        }

        @Override
        public @Nullable String header(String name) {
          return null;
        }

        @Override
        public @Nullable String cookie(String name) {
          return null;
        }

        @Override
        public List<String> rest() {
          return List.of();
        }

        @Override
        public String rawQuery() {
          return "";
        }

        @Override
        public String method() {
          return "";
        }
      };
}
