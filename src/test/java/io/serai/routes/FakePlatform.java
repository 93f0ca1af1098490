package io.serai.routes;

import io.serai.circuit.CircuitBreakers;
import io.serai.circuit.Circuits;
import io.serai.circuit.Timing;
import io.serai.entry.Doors;
import io.serai.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** A gate without sockets: its doors are called by the test. */
final class FakePlatform implements Platform {
  final AtomicInteger told = new AtomicInteger();
  volatile Settings settings = Settings.of(Map.of());
  final Set<String> backends = ConcurrentHashMap.newKeySet();
  final AtomicInteger served = new AtomicInteger();
  private volatile Map<String, Fake> live = Map.of();

  /** What a timer or another consumer of a test counts into, by name. */
  static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  static final List<Object> STARTED_TICKERS = new CopyOnWriteArrayList<>();

  @Override
  public Ways open(String unit, Predicate<String> staysOnLoop) {
    return new Fake(unit, staysOnLoop);
  }

  @Override
  public void serve(Collection<Ways> all) {
    var paths = new HashMap<String, Fake>();
    for (var ways : all) {
      var fake = (Fake) ways;
      fake.routes.keySet().forEach(path -> paths.put(path, fake));
    }
    live = paths;
    served.incrementAndGet();
  }

  @Override
  public Set<String> backendNames() {
    return backends;
  }

  @Override
  public void filesChanged() {
    told.incrementAndGet();
  }

  @Override
  public Settings settings() {
    return settings;
  }

  /** The answer of a path, {@code 404} if nothing answers it. */
  String call(String path) throws Exception {
    while (true) {
      var fake = live.get(path);
      if (fake == null) {
        return "404";
      }
      fake.inFlight.incrementAndGet();
      if (fake.leaving) {
        // Swapped out between our look and our step, as for the real doors: look again.
        fake.left();
        continue;
      }
      try {
        var consumer = fake.routes.get(path);
        if (consumer == null) {
          throw new IllegalStateException(path + " lost its route");
        }
        var exchange = consumer.getEndpoint().createExchange();
        consumer.getProcessor().process(exchange);
        if (exchange.getException() != null) {
          throw exchange.getException();
        }
        return exchange.getMessage().getBody(String.class);
      } finally {
        fake.left();
      }
    }
  }

  /** The ways of one unit. */
  static final class Fake implements Ways {
    final String unit;
    final Predicate<String> staysOnLoop;
    final Map<String, Consumer> routes = new ConcurrentHashMap<>();
    final Map<String, String> ids = new ConcurrentHashMap<>();
    final AtomicInteger inFlight = new AtomicInteger();
    final CompletableFuture<Void> drained = new CompletableFuture<>();
    volatile boolean leaving;

    Fake(String unit, Predicate<String> staysOnLoop) {
      this.unit = unit;
      this.staysOnLoop = staysOnLoop;
    }

    void left() {
      if (inFlight.decrementAndGet() == 0 && leaving) {
        drained.complete(null);
      }
    }

    @Override
    public void mount(CamelContext context) {
      CircuitBreakers.mount(context, new Circuits(Timing.real()), exchange -> null, endpoint -> "");
      context.addComponent("gateway", new Gateway(this));
      context.addComponent("backend", new Backend());
      context.addComponent("ticker", new Ticker());
      context
          .getRegistry()
          .bind("keyed", new org.apache.camel.processor.aggregate.UseLatestAggregationStrategy());
    }

    @Override
    public List<Doors.Door> all() {
      var doors = new ArrayList<Doors.Door>();
      routes
          .keySet()
          .forEach(path -> doors.add(new Doors.Door("" + ids.get(path), List.of("GET"), path)));
      return doors;
    }

    @Override
    public Optional<String> clashWith(Ways other) {
      return routes.keySet().stream()
          .filter(((Fake) other).routes::containsKey)
          .findFirst()
          .map(path -> path + " is answered by unit '" + ((Fake) other).unit + "'");
    }

    @Override
    public CompletableFuture<Void> drained() {
      leaving = true;
      if (inFlight.get() == 0) {
        drained.complete(null);
      }
      return drained;
    }
  }

  private static final class Gateway extends DefaultComponent {
    private final Fake fake;

    Gateway(Fake fake) {
      this.fake = fake;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
      parameters.clear();
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          return new DefaultConsumer(this, processor) {
            @Override
            protected void doStart() throws Exception {
              super.doStart();
              fake.ids.put(path, getRouteId());
              fake.routes.put(path, this);
            }

            @Override
            protected void doStop() throws Exception {
              if (fake.inFlight.get() > 0) {
                throw new IllegalStateException("stopped with requests in flight");
              }
              fake.routes.remove(path, this);
              super.doStop();
            }
          };
        }
      };
    }
  }

  private static final class Backend extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
      parameters.clear();
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
              exchange.getMessage().setBody(path);
            }
          };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }

  /** A consumer that acts on its own; {@code ticker:bad} can't start. */
  private static final class Ticker extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          return new DefaultConsumer(this, processor) {
            @Override
            protected void doStart() throws Exception {
              if (path.startsWith("bad")) {
                throw new IllegalStateException("ticker can't start");
              }
              super.doStart();
              STARTED_TICKERS.add(this);
              count(path).incrementAndGet();
              int together = count(path + ".together").incrementAndGet();
              count(path + ".most").accumulateAndGet(together, Math::max);
            }

            @Override
            protected void doStop() throws Exception {
              count(path + ".together").decrementAndGet();
              super.doStop();
            }
          };
        }
      };
    }
  }

  static AtomicInteger count(String name) {
    return COUNTS.computeIfAbsent(name, any -> new AtomicInteger());
  }
}
