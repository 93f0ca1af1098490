package io.serai.backend;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.serai.circuit.Circuits;
import io.serai.circuit.Timing;
import io.serai.request.Deadline;
import io.serai.request.Loops;
import io.serai.request.Request;
import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All upstreams of the settings, their pools and figures; outlives every generation. */
public final class Backends implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private final Loops loops;
  private final Executor offLoop;
  private final Circuits circuits;
  private final Names names;
  private final HealthChecks checks;
  private final LatencyWatch latencies;
  private final Services services;
  private final Members members;
  private final Live live = new Live();

  /**
   * The backends of these settings.
   *
   * @param loops where connections live, each on the loop of the request that needed it
   * @param offLoop where routes without a client, a timer's, go on after a call
   */
  public Backends(Loops loops, Executor offLoop, Settings settings) {
    this(loops, offLoop, settings, new Circuits(Timing.real()));
  }

  /**
   * The same.
   *
   * @param circuits among which theirs are
   */
  public Backends(Loops loops, Executor offLoop, Settings settings, Circuits circuits) {
    this(loops, offLoop, settings, circuits, null);
  }

  Backends(
      Loops loops,
      Executor offLoop,
      Settings settings,
      Circuits circuits,
      @Nullable DnsServerAddressStreamProvider nameServers) {
    this.loops = loops;
    this.offLoop = offLoop;
    this.circuits = circuits;
    this.names = new Names(loops, nameServers);
    this.checks = new HealthChecks(loops.next());
    this.latencies = new LatencyWatch(loops.next());
    this.services = new Services(names, loops, offLoop, this::moved);
    this.members = new Members(loops, names, services);
    update(settings);
  }

  /**
   * Takes changed {@code backend.*} settings live; pools of unchanged URLs stay, calls in flight
   * end on the old ones. A backend whose settings are wrong stays as it was, and so does one that
   * is gone from the settings for as long as a context calls it.
   */
  public synchronized void update(Settings settings) {
    var before = live.all();
    var after = new TreeMap<String, Backend>();
    for (var name : namesIn(settings)) {
      try {
        after.put(name, backend(name, settings, before.get(name)));
      } catch (IllegalArgumentException e) {
        LOG.error("backend.{}.{}", name, e.getMessage());
        var old = before.get(name);
        if (old != null) {
          after.put(name, old);
        }
      }
    }
    become(after);
  }

  private synchronized void stopping(BackendComponent context) {
    live.left(context);
    become(live.written());
  }

  /**
   * A name has other SRV records: the backends that have it get other hosts, if all of them can.
   */
  private synchronized boolean moved(String service) {
    var before = live.all();
    var changed = new HashMap<String, Backend>();
    boolean all = true;
    for (var backend : before.values()) {
      if (services(backend).contains(service)) {
        try {
          changed.put(
              backend.name(), built(backend.name(), backend.texts(), backend.reserve(), backend));
        } catch (RuntimeException e) {
          // A file of the settings is just being replaced, say.
          all = false;
          LOG.error(
              "backend.{}: its hosts stay as they were until the next look-up of {}: {}",
              backend.name(),
              service,
              e.getMessage());
        }
      }
    }
    settle(before, live.replace(changed));
    return all;
  }

  private void become(Map<String, Backend> written) {
    var wereWritten = live.names();
    var before = live.all();
    var after = live.become(written);
    settle(before, after);
    for (var name : before.keySet()) {
      if (!after.containsKey(name)) {
        LOG.info("backend {} is gone", name);
      } else if (wereWritten.contains(name) && !written.containsKey(name)) {
        LOG.warn("backend {} is gone from the settings; routes that call it keep it", name);
      }
    }
  }

  /** What nothing uses from now on ends: circuits, checks, connections, what names stood for. */
  private void settle(Map<String, Backend> before, Map<String, Backend> after) {
    check(after.values());
    services.update(
        after.values().stream()
            .flatMap(backend -> services(backend).stream())
            .collect(Collectors.toSet()));
    var kept = new ArrayList<Host>();
    after.values().forEach(each -> each.hosts().forEach(kept::add));
    names.keep(kept.stream().map(host -> host.origin.host()).collect(Collectors.toSet()));
    for (var old : before.values()) {
      if (!after.containsValue(old)) {
        old.circuits().release(circuits);
      }
      for (var host : old.hosts()) {
        if (!kept.contains(host)) {
          host.retire();
        }
      }
    }
  }

  private static Set<String> services(Backend backend) {
    return Target.of(backend.texts()).stream()
        .map(Target::origin)
        .filter(Origin::isService)
        .map(Origin::host)
        .collect(Collectors.toSet());
  }

  private void check(Collection<Backend> backends) {
    var wanted = new HashMap<Host, ProbeTerms>();
    for (var backend : backends) {
      if (backend.probing().isOn()) {
        for (var host : backend.hosts()) {
          if (!host.origin.isService()) {
            wanted.put(host, backend.probing());
          }
        }
      }
    }
    checks.update(wanted);
    latencies.update(backends);
  }

  private Backend backend(String name, Settings settings, @Nullable Backend before) {
    var texts = Texts.settingsOf(name, settings);
    long reserve = settings.get(Deadline.RESERVE).toNanos();
    var read = new Texts(Map.of(), "", texts);
    var options = HostOptions.read(read);
    if (before != null
        && before.texts().equals(texts)
        && before.reserve() == reserve
        && before.hosts().get(0).options.equals(options)) {
      return before;
    }
    return built(name, texts, reserve, before);
  }

  private Backend built(
      String name, Map<String, String> texts, long reserve, @Nullable Backend before) {
    var read = new Texts(Map.of(), "", texts);
    CallOptions.read(read);
    CircuitKeys.read(read);
    FailureRule.read(read);
    var budget = RetryBudget.read(read);
    var outliers = Outliers.read(read);
    var probing = ProbeTerms.read(read);
    var targets = Target.of(texts);
    var hosts = members.hosts(name, targets, read, before);
    hosts.forEach(host -> host.measured(hosts.takers() > 1 && outliers.latency() > 0));
    var limiter = before == null ? new Limiter(name, circuits.timing()) : before.limiter();
    limiter.become(Concurrency.read(read));
    return new Backend(
        name,
        texts,
        hosts,
        before != null && before.budget().isLike(budget) ? before.budget() : budget,
        outliers,
        probing,
        BackendCircuits.of(circuits, name, read, targets, hosts),
        limiter,
        before == null ? new Figures() : before.figures(),
        before == null ? new FailureLog() : before.failures(),
        reserve);
  }

  static List<String> urls(Map<String, String> texts) {
    return BackendKeys.URL.type().read(texts.getOrDefault("url", ""));
  }

  private static Set<String> namesIn(Settings settings) {
    var names = new TreeSet<String>();
    for (var name : settings.namesUnder("backend")) {
      if (!name.equals(BackendKeys.DEFAULT) && !urls(Texts.settingsOf(name, settings)).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /** What is wrong with the settings of backends; types are checked by whoever loads them. */
  public static List<Problem> problems(Settings settings) {
    return new BackendProblems(settings).all();
  }

  /** Whether a call of its own accord sends this header or never does: no rule may list it. */
  public static boolean settles(String header) {
    return OurHeaders.has(header);
  }

  /** The names that route files may call. */
  public Set<String> names() {
    return new TreeSet<>(live.names());
  }

  /** Gives a context the {@code backend:} component. */
  public void mount(CamelContext context) {
    var component = new BackendComponent(context, this);
    live.opened(component);
    // A context that failed to start doesn't stop its components, but tells of this.
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopping(CamelContext stopping) {
            stopping(component);
          }
        });
    context.addComponent("backend", component);
  }

  /** Figures of every backend, by name. */
  public List<BackendStats> stats() {
    return new TreeMap<>(live.all()).values().stream().map(Backend::stats).toList();
  }

  /** Theirs are among these. */
  public Circuits circuits() {
    return circuits;
  }

  @Nullable Backend get(String name) {
    return live.get(name);
  }

  /**
   * The backend of that name, which a context calls from now on until it stops.
   *
   * @throws IllegalArgumentException with the names there are
   */
  Backend called(String name, BackendComponent by) {
    var backend = live.called(name, by);
    if (backend == null) {
      var names = names();
      throw new IllegalArgumentException(
          "backend:"
              + name
              + ": no such backend (expected: "
              + (names.isEmpty() ? "one set" : "one of " + String.join(", ", names))
              + "). Set backend."
              + name
              + ".url");
    }
    return backend;
  }

  /** One for work that no client waits for; it runs on threads that may block. */
  public Request detached() {
    return Detached.request(loops, offLoop);
  }

  /** Closes idle connections and look-ups; for the end of the program. */
  @Override
  public void close() {
    var last = live.end();
    checks.update(Map.of());
    services.update(Set.of());
    latencies.update(List.of());
    last.values().forEach(each -> each.hosts().forEach(Host::retire));
    names.close();
  }
}
