package io.serai.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code SERAI_LISTENER_PORT} to {@code listener.port}. An environment name has lost dots, dashes
 * and case, so it is compared with the names that exist: the known keys and those in the files.
 */
final class EnvironmentNames {
  static final String PREFIX = "SERAI_";

  /** Read by {@code bin/serai}, no settings. */
  private static final Set<String> NOT_SETTINGS =
      Set.of("SERAI_BASE", "SERAI_HOME", "SERAI_JAVA_HOME");

  private final KeyIndex keys;
  private final Collection<String> inFiles;

  EnvironmentNames(KeyIndex keys, Collection<String> inFiles) {
    this.keys = keys;
    this.inFiles = inFiles;
  }

  static boolean isSetting(String variable) {
    return variable.startsWith(PREFIX) && !NOT_SETTINGS.contains(variable);
  }

  static String of(String key) {
    return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The keys that a variable may mean: none if unknown, several if ambiguous. */
  List<String> meanings(String variable) {
    var name = variable.toUpperCase(Locale.ROOT);
    var found = new TreeSet<String>();
    for (var key : keys.exactNames()) {
      addIfCalled(name, key, found);
    }
    for (var key : inFiles) {
      addIfCalled(name, key, found);
    }
    if (found.isEmpty()) {
      for (var pattern : keys.patterns()) {
        addFilledIn(name, pattern.name(), found);
      }
    }
    if (found.isEmpty() && (name.startsWith("SERAI_MY_") || name.startsWith("SERAI_CAMEL_"))) {
      // Nothing to compare with: dots, as Camel itself reads the environment.
      found.add(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'));
    }
    return new ArrayList<>(found);
  }

  private static void addIfCalled(String name, String key, Set<String> found) {
    if (name.equals(of(key))) {
      found.add(key);
    } else if (name.equals(of(key + ".file"))) {
      found.add(key + ".file");
    }
  }

  /** A name without underscore stands for itself; with one it could be written several ways. */
  private static void addFilledIn(String name, String pattern, Set<String> found) {
    int star = pattern.indexOf('*');
    var before = of(pattern.substring(0, star));
    for (var suffix : List.of("", ".file")) {
      var after = of(pattern.substring(star + 1) + suffix).substring(PREFIX.length());
      if (!name.startsWith(before)
          || !name.endsWith(after)
          || name.length() <= before.length() + after.length()) {
        continue;
      }
      var chosen =
          name.substring(before.length(), name.length() - after.length()).toLowerCase(Locale.ROOT);
      if (after.contains("*")) {
        continue;
      }
      found.add(pattern.replace("*", chosen.replace('_', '-')) + suffix);
      if (chosen.indexOf('_') >= 0) {
        found.add(pattern.replace("*", chosen) + suffix);
      }
    }
  }
}
