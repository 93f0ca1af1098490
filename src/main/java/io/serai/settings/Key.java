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

  public static Key<Boolean> flag(String name, boolean defaultValue, String doc) {
    return new Key<>(name, Type.FLAG, "" + defaultValue, Reload.ON_RESTART, doc);
  }

  /** With a unit: {@code 500ms}, {@code 2s}, {@code 5m}. */
  public static Key<Duration> duration(String name, String defaultText, String doc) {
    return new Key<>(name, Type.DURATION, defaultText, Reload.ON_RESTART, doc);
  }

  /** In bytes, with a unit: {@code 64KiB}, {@code 8MiB}. */
  public static Key<Long> size(String name, String defaultText, String doc) {
    return new Key<>(name, Type.SIZE, defaultText, Reload.ON_RESTART, doc);
  }

  public static Key<List<String>> list(String name, String defaultText, String doc) {
    return new Key<>(name, Type.LIST, defaultText, Reload.ON_RESTART, doc);
  }

  public Key<T> onSave() {
    return new Key<>(name, type, defaultText, Reload.ON_SAVE, doc);
  }

  /** The same key with the {@code *} segment filled in. */
  public Key<T> of(String chosen) {
    return new Key<>(name.replace("*", chosen), type, defaultText, reload, doc);
  }
}
