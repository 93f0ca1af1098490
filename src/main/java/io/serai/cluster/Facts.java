package io.serai.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one board as this member knows them. Two members that have told each other all they
 * know, in whatever order and however often, know the same. Not safe for threads.
 */
final class Facts {
  /** For so long a removal beats an older write of a member that was cut off or asleep. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final SortedMap<String, Fact> facts = new TreeMap<>();
  private final String self;
  private final Clock clock;

  Facts(String self, Clock clock) {
    this.self = self;
    this.clock = clock;
  }

  /** A decision of this member's. A removal if the value is null. */
  Fact decide(String key, byte @Nullable [] value) {
    var before = facts.get(key);
    // A clock that goes ahead elsewhere must not make this decision the older one.
    long stamp = Math.max(clock.millis(), before == null ? 0 : before.stamp() + 1);
    var fact = new Fact(stamp, self, value);
    facts.put(key, fact);
    return fact;
  }

  /** Whether that was news; an older fact changes nothing. */
  boolean learn(String key, Fact fact) {
    if (!fact.beats(facts.get(key)) || isForgotten(fact)) {
      return false;
    }
    facts.put(key, fact);
    return true;
  }

  boolean has(String key) {
    var fact = facts.get(key);
    return fact != null && fact.value() != null;
  }

  /** With what was removed. */
  Map<String, Fact> all() {
    facts.values().removeIf(this::isForgotten);
    return facts;
  }

  Map<String, byte[]> values() {
    var values = new HashMap<String, byte[]>();
    facts.forEach(
        (key, fact) -> {
          var value = fact.value();
          if (value != null) {
            values.put(key, value);
          }
        });
    return Map.copyOf(values);
  }

  /** Equal on members that know the same. */
  long digest() {
    long digest = 1;
    for (var fact : all().entrySet()) {
      digest = mixed(digest, fact.getKey().getBytes(UTF_8));
      digest = mixed(digest, fact.getValue().by().getBytes(UTF_8));
      digest = 31 * digest + fact.getValue().stamp();
    }
    return digest;
  }

  private static long mixed(long digest, byte[] text) {
    for (byte each : text) {
      digest = 31 * digest + each;
    }
    return 31 * digest + text.length;
  }

  private boolean isForgotten(Fact fact) {
    return fact.value() == null && fact.stamp() < clock.millis() - REMEMBERED.toMillis();
  }
}
