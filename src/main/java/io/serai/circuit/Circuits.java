package io.serai.circuit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All circuits of this process. The platform owns them: a unit that is loaded anew finds its
 * circuits as it left them, as long as their options haven't changed.
 *
 * <p>Circuits are looked up when a unit or a backend is built, not by calls.
 */
public final class Circuits implements Wanted {
  private final Timing timing;
  private final Duration sharedWindow;
  private final Relay relay = new Relay();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Held> held = new HashMap<>();

  /** A circuit and how many use it. */
  private static final class Entry {
    final Circuit circuit;
    final boolean shared;
    int users = 1;

    Entry(Circuit circuit, boolean shared) {
      this.circuit = circuit;
      this.shared = shared;
    }
  }

  /** What an operator wants of a name, whichever circuit has it. */
  private record Held(State state, String by) {}

  public Circuits(Timing timing) {
    this(timing, CircuitOptions.OF_CAMEL.sharedWindow());
  }

  /**
   * None yet.
   *
   * @param sharedWindow {@link SharingKeys#SHARED_WINDOW}
   */
  public Circuits(Timing timing, Duration sharedWindow) {
    this.timing = timing;
    this.sharedWindow = sharedWindow;
  }

  /** The clock and timer of its circuits. */
  public Timing timing() {
    return timing;
  }

  /**
   * The circuit of that name, which others may share. One of another fingerprint is another
   * circuit: while a unit is replaced there may be both.
   *
   * @param more what else makes it another circuit: a backend's URLs, an EIP's exceptions and URLs
   */
  public synchronized Circuit shared(String name, CircuitOptions own, String more) {
    var options = own.sharing(sharedWindow);
    var fingerprint = Fingerprint.of(options, more);
    for (var entry : entries) {
      if (entry.shared
          && entry.circuit.name().equals(name)
          && entry.circuit.fingerprint().equals(fingerprint)) {
        entry.users++;
        return entry.circuit;
      }
    }
    var circuit = new Circuit(name, fingerprint, options, timing, relay);
    add(circuit, true);
    relay.added(circuit);
    return circuit;
  }

  /** A circuit that nobody else finds: an EIP's without written ids. */
  public synchronized Circuit local(String name, CircuitOptions options) {
    var circuit = new Circuit(name, "", options.sharing(sharedWindow), timing, Alone.ALONE);
    add(circuit, false);
    return circuit;
  }

  private void add(Circuit circuit, boolean shared) {
    entries.add(new Entry(circuit, shared));
    var want = held.get(circuit.name());
    if (want != null) {
      circuit.force(want.state(), want.by());
    }
  }

  /** Whoever asked for it needs it no more. */
  public synchronized void release(Circuit circuit) {
    for (var entry : entries) {
      if (entry.circuit == circuit && --entry.users == 0) {
        entries.remove(entry);
        if (entry.shared) {
          relay.removed(circuit);
        }
        return;
      }
    }
  }

  /** Lets another watch shared circuits from now on, and tells it which there are. */
  public synchronized void watchedBy(Watcher watcher) {
    relay.to(watcher);
    for (var entry : entries) {
      if (entry.shared) {
        watcher.added(entry.circuit);
      }
    }
  }

  /**
   * Forces circuits for as long as the process runs, those of that name too that come later.
   *
   * @param names a name, or several with {@code *} for any characters
   * @param forced null to reset
   * @param by who, for the log and the pages
   */
  public synchronized Granted force(String names, @Nullable State forced, String by) {
    var pattern = Pattern.compile(Pattern.quote(names).replace("*", "\\E.*\\Q"));
    var found = new TreeSet<String>();
    var hereOnly = new TreeSet<String>();
    for (var entry : entries) {
      var circuit = entry.circuit;
      if (pattern.matcher(circuit.name()).matches()) {
        circuit.force(forced, by);
        hold(circuit.name(), forced, by);
        found.add(circuit.name());
        if (entry.shared && !relay.forced(circuit, forced, by)) {
          hereOnly.add(circuit.name());
        }
      }
    }
    return new Granted(List.copyOf(found), List.copyOf(hereOnly));
  }

  @Override
  public synchronized void want(String name, @Nullable State forced, String by) {
    hold(name, forced, by);
    for (var entry : entries) {
      var circuit = entry.circuit;
      if (circuit.name().equals(name) && (forced != null || circuit.state().isForced())) {
        circuit.force(forced, by);
      }
    }
  }

  private void hold(String name, @Nullable State forced, String by) {
    if (forced == null) {
      held.remove(name);
    } else {
      held.put(name, new Held(forced, by));
    }
  }

  /** All of them now, by name. */
  public synchronized List<CircuitStats> stats() {
    return entries.stream()
        .map(entry -> entry.circuit.stats(entry.shared))
        .sorted(Comparator.comparing(CircuitStats::name))
        .toList();
  }
}
