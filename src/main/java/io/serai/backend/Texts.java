package io.serai.backend;

import io.serai.settings.Settings;
import io.serai.settings.Type;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one backend's parameters: a route file's own, then the backend's settings, then
 * those for all backends.
 *
 * @param own by parameter name
 * @param prefix put before a name in messages about {@code own}
 * @param settings by parameter name, the defaults for all already in
 */
record Texts(Map<String, String> own, String prefix, Map<String, String> settings) {

  /** What the settings say of one backend; {@code url} is its own only. */
  static Map<String, String> settingsOf(String backend, Settings settings) {
    var texts = new TreeMap<String, String>();
    under(BackendKeys.DEFAULT, settings, texts);
    texts.remove("url");
    under(backend, settings, texts);
    return texts;
  }

  private static void under(String name, Settings settings, Map<String, String> texts) {
    var prefix = "backend." + name + ".";
    settings
        .written()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                texts.put(key.substring(prefix.length()), value.text());
              }
            });
  }

  @Nullable String get(String parameter) {
    var text = own.get(parameter);
    return text == null ? settings.get(parameter) : text;
  }

  String get(String parameter, String otherwise) {
    var text = get(parameter);
    return text == null || text.isBlank() ? otherwise : text.strip();
  }

  /** The typed value. */
  <T> T get(String parameter, Type<T> type, String otherwise) {
    var text = get(parameter, otherwise);
    try {
      return type.read(text);
    } catch (IllegalArgumentException e) {
      throw wrong(parameter, text, type.expected());
    }
  }

  /** A duration in the range of the setting of that name. */
  long nanos(String parameter, String otherwise) {
    return ((Duration) get(parameter, BackendKeys.typeOf(parameter), otherwise)).toNanos();
  }

  /** A whole number in the range of the setting of that name. */
  int count(String parameter, int otherwise) {
    return (Integer) get(parameter, BackendKeys.typeOf(parameter), "" + otherwise);
  }

  /** Bytes in the range of the setting of that name. */
  int size(String parameter, String otherwise) {
    return Math.toIntExact((Long) get(parameter, BackendKeys.typeOf(parameter), otherwise));
  }

  boolean flag(String parameter, boolean otherwise) {
    return get(parameter, Type.FLAG, "" + otherwise);
  }

  /** Name, value, what was expected. */
  IllegalArgumentException wrong(String parameter, String text, String expected) {
    return new IllegalArgumentException(
        name(parameter) + ": " + text + " (expected: " + expected + ")");
  }

  /** The parameter as whoever wrote it knows it. */
  String name(String parameter) {
    return own.containsKey(parameter) ? prefix + parameter : parameter;
  }
}
