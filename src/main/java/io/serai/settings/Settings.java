package io.serai.settings;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings in force: immutable; a reload makes a new one. */
public final class Settings {

  /**
   * One value and where it came from.
   *
   * @param text as written, a secret already read from its file
   * @param source {@code conf/serai.properties:12}, {@code SERAI_LISTENER_PORT}, {@code -p}
   * @param secret whether it is masked wherever shown
   */
  public record Value(String text, String source, boolean secret) {}

  private final TreeMap<String, Value> values;

  public Settings(Map<String, Value> values) {
    this.values = new TreeMap<>(values);
  }

  /** For tests and embedding: texts without a source. */
  public static Settings of(Map<String, String> texts) {
    var values = new TreeMap<String, Value>();
    texts.forEach((key, text) -> values.put(key, new Value(text, "", false)));
    return new Settings(values);
  }

  /** The typed value or the key's default. The loader has checked every text before. */
  public <T> T get(Key<T> key) {
    var value = values.get(key.name());
    return key.type().read(value == null ? key.defaultText() : value.text());
  }

  public @Nullable Value value(String key) {
    return values.get(key);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Everything that was written somewhere, by key. */
  public Map<String, Value> written() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /** The operator's own names under a prefix: {@code backend} → catalog, stock. */
  public SortedSet<String> namesUnder(String prefix) {
    var names = new TreeSet<String>();
    for (var key : values.tailMap(prefix + ".", false).keySet()) {
      if (!key.startsWith(prefix + ".")) {
        break;
      }
      int end = key.indexOf('.', prefix.length() + 1);
      if (end > 0) {
        names.add(key.substring(prefix.length() + 1, end));
      }
    }
    return names;
  }
}
