package io.serai.entry;

import io.serai.request.Loops;
import io.serai.settings.Settings;
import io.serai.testing.RawClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The real listener on a free port, with contexts behind it; one event loop. */
final class Gate implements AutoCloseable {
  final Loops loops = Loops.start(1);
  final AtomicBoolean ready = new AtomicBoolean(true);
  final Listener listener;
  final Settings settings;
  private final List<CamelContext> contexts = new ArrayList<>();
  private final List<Doors> live = new ArrayList<>();

  /** Opens it with these settings, keys and values in turn. */
  Gate(String... settings) {
    var texts = new HashMap<>(Map.of("listener.port", "0", "listener.host", "127.0.0.1"));
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    this.settings = Settings.of(texts);
    listener = Listener.prepare(ListenerSettings.of(this.settings), loops, ready::get);
    listener.open();
  }

  /** A unit of Java routes, all on the loop. */
  Doors serve(RouteBuilder routes) throws Exception {
    return serve("unit", route -> true, context -> context.addRoutes(routes));
  }

  /** A unit of YAML routes, all on the loop. */
  Doors yaml(String routes) throws Exception {
    return serve("unit", route -> true, context -> load(context, routes));
  }

  static void load(CamelContext context, String routes) throws Exception {
    Resource resource = ResourceHelper.fromString("routes.yaml", routes);
    PluginHelper.getRoutesLoader(context).loadRoutes(resource);
  }

  interface Filling {
    void fill(CamelContext context) throws Exception;
  }

  Doors serve(String unit, Predicate<String> staysOnLoop, Filling filling) throws Exception {
    var doors = new Doors(unit, staysOnLoop, settings);
    var context = new DefaultCamelContext();
    contexts.add(context);
    doors.mount(context);
    filling.fill(context);
    context.start();
    live.add(doors);
    listener.serve(live);
    return doors;
  }

  /** Of the unit served last. */
  CamelContext lastContext() {
    return contexts.get(contexts.size() - 1);
  }

  RawClient client() {
    return new RawClient(listener.port());
  }

  /** One GET on a connection of its own. */
  RawClient.Answer get(String path, String... lines) {
    try (var client = client()) {
      return client.get(path, lines).read();
    }
  }

  @Override
  public void close() {
    listener.close();
    contexts.forEach(CamelContext::stop);
    loops.close();
  }
}
