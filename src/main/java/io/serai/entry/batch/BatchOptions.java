package io.serai.entry.batch;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import io.serai.settings.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a {@code gateway:batch} step; the default of each is the setting {@code
 * gateway.batch.<parameter>}.
 *
 * @param maxItems one more is a 413
 * @param concurrency items under way at a time
 * @param maxBytes of the results of all
 * @param ownHeaders names, in lower case, that items may have beside those all may
 * @param lines whether JSON Lines are taken and given
 */
public record BatchOptions(
    int maxItems, int concurrency, long maxBytes, Set<String> ownHeaders, boolean lines) {

  /** The names of all parameters. */
  public static final Set<String> NAMES =
      Set.of("maxItems", "sequential", "concurrency", "maxBytes", "requestHeaders", "lines");

  /**
   * Takes them out of an endpoint's parameters.
   *
   * @throws IllegalArgumentException naming parameter, value, what was expected
   */
  public static BatchOptions take(Map<String, Object> written, Settings settings) {
    int maxItems = read(written, BatchKeys.MAX_ITEMS, settings);
    boolean sequential = read(written, BatchKeys.SEQUENTIAL, settings);
    int concurrency = read(written, BatchKeys.CONCURRENCY, settings);
    long maxBytes = read(written, BatchKeys.MAX_BYTES, settings);
    boolean lines = read(written, BatchKeys.LINES, settings);
    // The name that won't do is told, not the whole list.
    var headers = read(written, BatchKeys.REQUEST_HEADERS, Type.LIST, settings);
    var own = new TreeSet<String>();
    for (var name : headers) {
      if (!ItemHeaders.areOwn(List.of(name))) {
        throw wrong("requestHeaders", name, ItemHeaders.EXPECTED);
      }
      own.add(ItemHeaders.lower(name));
    }
    return new BatchOptions(maxItems, sequential ? 1 : concurrency, maxBytes, own, lines);
  }

  /** What is wrong with the value of a parameter by itself; null if nothing is. */
  public static @Nullable String wrong(String parameter, String text) {
    try {
      take(new HashMap<>(Map.of(parameter, text)), Settings.of(Map.of()));
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static <T> T read(Map<String, Object> written, Key<T> key, Settings settings) {
    return read(written, key, key.type(), settings);
  }

  private static <T> T read(
      Map<String, Object> written, Key<T> key, Type<T> type, Settings settings) {
    var name = key.name().substring(key.name().lastIndexOf('.') + 1);
    var value = written.remove(name);
    if (value == null) {
      return settings.get(key);
    }
    var text = value.toString().strip();
    try {
      return type.read(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, text, type.expected());
    }
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(name + ": '" + value + "' (expected: " + expected + ")");
  }
}
