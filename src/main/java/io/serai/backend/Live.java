package io.serai.backend;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backends there are: those of the settings, and those gone from them that a context calls
 * until it stops. Read by any thread; whoever changes it holds its lock for a few instructions, as
 * a call that is made while it is running may be one of them.
 */
final class Live {
  private final Map<BackendComponent, Set<String>> calledBy = new HashMap<>();
  private volatile Map<String, Backend> all = Map.of();
  private volatile Map<String, Backend> written = Map.of();

  /** Those of the settings and those that are only called, by name. */
  Map<String, Backend> all() {
    return all;
  }

  /** Those of the settings. */
  Map<String, Backend> written() {
    return written;
  }

  /** Of those that may be called anew. */
  Set<String> names() {
    return written.keySet();
  }

  /** Null if there is none, or none any more. */
  @Nullable Backend get(String name) {
    return all.get(name);
  }

  /** A context may call from now on. */
  synchronized void opened(BackendComponent context) {
    calledBy.put(context, new HashSet<>());
  }

  /** The one of that name, counted as called; null if it isn't in the settings, nor was called. */
  synchronized @Nullable Backend called(String name, BackendComponent by) {
    var called = calledBy.getOrDefault(by, new HashSet<>());
    if (!written.containsKey(name) && !called.contains(name)) {
      return null;
    }
    called.add(name);
    return all.get(name);
  }

  /** It calls no more. */
  synchronized void left(BackendComponent context) {
    calledBy.remove(context);
  }

  /** These are in the settings from now on; all that there are then. */
  synchronized Map<String, Backend> become(Map<String, Backend> inSettings) {
    var after = new HashMap<>(inSettings);
    for (var each : all.entrySet()) {
      if (isCalled(each.getKey())) {
        after.putIfAbsent(each.getKey(), each.getValue());
      }
    }
    written = Map.copyOf(inSettings);
    all = Map.copyOf(after);
    return all;
  }

  /** These have become others, in the settings or not; all that there are then. */
  synchronized Map<String, Backend> replace(Map<String, Backend> changed) {
    var inSettings = new HashMap<>(written);
    inSettings.replaceAll((name, backend) -> changed.getOrDefault(name, backend));
    var after = new HashMap<>(all);
    after.replaceAll((name, backend) -> changed.getOrDefault(name, backend));
    written = Map.copyOf(inSettings);
    all = Map.copyOf(after);
    return all;
  }

  private boolean isCalled(String name) {
    Collection<Set<String>> each = calledBy.values();
    return each.stream().anyMatch(called -> called.contains(name));
  }

  /** There are none any more; those there were. */
  synchronized Map<String, Backend> end() {
    var last = all;
    all = Map.of();
    written = Map.of();
    return last;
  }
}
