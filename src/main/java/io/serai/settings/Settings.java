package io.serai.settings;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
  public record Value(String text, String source, boolean secret) {

    /** The text as it may be shown: a secret masked, the user of a URL too. */
    public String shown() {
      return secret && !text.isEmpty() ? Secrets.MASK : Secrets.maskUrls(text);
    }

    /** Safe to log. */
    @Override
    public String toString() {
      return shown();
    }
  }

  /** The source of a value nobody wrote. */
  public static final String DEFAULT = "default";

  private final TreeMap<String, Value> values;
  private final List<Key<?>> known;

  public Settings(Map<String, Value> values) {
    this(values, List.of());
  }

  /** Values with the known keys, whose defaults count as values in {@link #effective}. */
  public Settings(Map<String, Value> values, List<Key<?>> known) {
    this.values = new TreeMap<>(values);
    this.known = List.copyOf(known);
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

  /** The same with the place where the key is written that its message begins with. */
  public Problem placed(Problem problem) {
    var message = problem.message();
    var value = values.get(message.substring(0, Math.max(0, message.indexOf(':'))));
    if (value == null || !problem.file().isEmpty()) {
      return problem;
    }
    var source = value.source();
    int colon = source.lastIndexOf(':');
    boolean line = colon > 0 && source.substring(colon + 1).matches("\\d{1,9}");
    return new Problem(
        problem.severity(),
        line ? source.substring(0, colon) : source,
        line ? Integer.parseInt(source.substring(colon + 1)) : 0,
        0,
        message,
        problem.expected(),
        problem.cure());
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Everything that was written somewhere, by key. */
  public Map<String, Value> written() {
    return Collections.unmodifiableMap(values);
  }

  /** Every key that has a value, written or by default; patterns only where written. */
  public SortedMap<String, Value> effective() {
    var effective = new TreeMap<String, Value>();
    for (var key : known) {
      if (!key.isPattern()) {
        effective.put(key.name(), new Value(key.defaultText(), DEFAULT, key.isSecret()));
      }
    }
    effective.putAll(values);
    return effective;
  }

  /** What <code>{{key}}</code> stands for in a route file; null if there is no such key. */
  public @Nullable String text(String key) {
    var value = values.get(key);
    if (value != null) {
      return value.text();
    }
    for (var candidate : known) {
      if (!candidate.isPattern() && candidate.name().equals(key)) {
        return candidate.defaultText();
      }
    }
    return null;
  }

  /** The keys that the house knows. */
  public List<Key<?>> known() {
    return known;
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
