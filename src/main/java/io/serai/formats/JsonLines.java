package io.serai.formats;

import java.util.List;

/** JSON Lines: a JSON text a line. No name of it is registered; these are what it goes by. */
public final class JsonLines {
  /** Its media types; the first is answered to a client that likes several the same. */
  public static final List<String> TYPES =
      List.of("application/x-ndjson", "application/jsonl", "application/ndjson");

  private JsonLines() {}
}
