package io.serai.settings;

import java.time.Duration;
import java.util.List;

/**
 * One setting an operator can write, declared where it is read.
 *
 * @param <T> what its text becomes
 * @param name the flat key, {@code listener.port}; a {@code *} segment stands for a name the
 *     operator chooses, {@code backend.*.url}
 * @param type how its text is read and shown
 * @param defaultText the default in the same text form, empty for none
 * @param reload whether a change goes live on save or needs a restart
 * @param doc meaning, unit, range, and what zero or empty means, in a sentence or two
 */
public record Key<T>(String name, Type<T> type, String defaultText, Reload reload, String doc) {

  /** When a changed value takes effect. */
  public enum Reload {
    /** As soon as the file is saved. */
    ON_SAVE,
    /** At the next start; {@code reload} names it until then. */
    ON_RESTART
  }

  public static Key<String> text(String name, String defaultText, String doc) {
    return new Key<>(name, Type.TEXT, defaultText, Reload.ON_RESTART, doc);
  }

  public static Key<Integer> integer(String name, int defaultValue, String doc) {
    return new Key<>(name, Type.INTEGER, "" + defaultValue, Reload.ON_RESTART, doc);
  }

  /** Both ends included. */
  public static Key<Integer> integer(
      String name, int defaultValue, int least, int most, String doc) {
    return text(name, "" + defaultValue, doc).as(Type.between(least, most));
  }

  public static Key<Boolean> flag(String name, boolean defaultValue, String doc) {
    return new Key<>(name, Type.FLAG, "" + defaultValue, Reload.ON_RESTART, doc);
  }

  /** With a unit: {@code 500ms}, {@code 2s}, {@code 5m}. */
  public static Key<Duration> duration(String name, String defaultText, String doc) {
    return new Key<>(name, Type.DURATION, defaultText, Reload.ON_RESTART, doc);
  }

  /** With a unit; both ends included. */
  public static Key<Duration> duration(
      String name, String defaultText, String least, String most, String doc) {
    return text(name, defaultText, doc).as(Type.duration(least, most));
  }

  /** In bytes, with a unit: {@code 64KiB}, {@code 8MiB}. */
  public static Key<Long> size(String name, String defaultText, String doc) {
    return new Key<>(name, Type.SIZE, defaultText, Reload.ON_RESTART, doc);
  }

  /** In bytes, with a unit; both ends included. */
  public static Key<Long> size(
      String name, String defaultText, String least, String most, String doc) {
    return text(name, defaultText, doc).as(Type.size(least, most));
  }

  public static Key<List<String>> list(String name, String defaultText, String doc) {
    return new Key<>(name, Type.LIST, defaultText, Reload.ON_RESTART, doc);
  }

  /** One of the given words. */
  public static Key<String> choice(String name, String defaultText, String doc, String... words) {
    return new Key<>(name, Type.choice(words), defaultText, Reload.ON_RESTART, doc);
  }

  /** A TCP port; 0 lets the system choose a free one. */
  public static Key<Integer> port(String name, int defaultValue, String doc) {
    return new Key<>(name, Type.between(0, 65_535), "" + defaultValue, Reload.ON_RESTART, doc);
  }

  /** A text that is masked wherever shown, whatever the key is called. */
  public static Key<String> secret(String name, String doc) {
    return new Key<>(name, Type.SECRET, "", Reload.ON_RESTART, doc);
  }

  /** Whether its value is masked wherever shown. */
  public boolean isSecret() {
    return type == (Object) Type.SECRET || Secrets.named(name);
  }

  /** Whether the operator chooses a part of its name. */
  public boolean isPattern() {
    return name.indexOf('*') >= 0;
  }

  /** Whether this is the key of that name; a {@code *} stands for one segment. */
  public boolean matches(String written) {
    var pattern = name.split("\\.", -1);
    var segments = written.split("\\.", -1);
    if (pattern.length != segments.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      boolean same =
          pattern[i].equals("*") ? !segments[i].isEmpty() : pattern[i].equals(segments[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  public Key<T> onSave() {
    return new Key<>(name, type, defaultText, Reload.ON_SAVE, doc);
  }

  /** The same key read as another type. */
  public <U> Key<U> as(Type<U> other) {
    return new Key<>(name, other, defaultText, reload, doc);
  }

  /** The same key with the {@code *} segment filled in. */
  public Key<T> of(String chosen) {
    return new Key<>(name.replace("*", chosen), type, defaultText, reload, doc);
  }
}
