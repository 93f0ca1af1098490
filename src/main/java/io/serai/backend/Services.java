package io.serai.backend;

import io.serai.request.Loops;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The names that backends stand for by SRV records, looked up once by this process each. */
final class Services {
  private final Names names;
  private final Loops loops;
  private final Executor offLoop;
  private final Predicate<String> moved;
  private final Map<String, ServiceLookup> lookups = new HashMap<>();

  /**
   * None yet.
   *
   * @param offLoop where is told which have other records; that may read files, as new hosts do
   * @param moved told the name; whether that could be made use of, or is to be told again
   */
  Services(Names names, Loops loops, Executor offLoop, Predicate<String> moved) {
    this.names = names;
    this.loops = loops;
    this.offLoop = offLoop;
    this.moved = moved;
  }

  /** From now on these are looked up, and no others. */
  synchronized void update(Set<String> wanted) {
    lookups
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !wanted.contains(each.getKey());
              if (gone) {
                each.getValue().stop();
              }
              return gone;
            });
    for (var name : wanted) {
      if (!lookups.containsKey(name)) {
        var lookup = new ServiceLookup(name, names, loops.next(), () -> tell(name));
        lookups.put(name, lookup);
        lookup.start();
      }
    }
  }

  private void tell(String name) {
    try {
      offLoop.execute(
          () -> {
            if (!moved.test(name)) {
              owe(name);
            }
          });
    } catch (RejectedExecutionException e) {
      // The program ends.
    }
  }

  private synchronized void owe(String name) {
    var lookup = lookups.get(name);
    if (lookup != null) {
      lookup.owe();
    }
  }

  /** What the name stands for; null while that isn't known. */
  synchronized @Nullable List<ServiceRecord> records(String name) {
    var lookup = lookups.get(name);
    return lookup == null ? null : lookup.known();
  }
}
