package io.serai.routes;

import io.serai.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.support.PropertyBindingSupport;

/**
 * Makes the context of a generation: Camel as its users know it, less what costs and isn't used.
 */
final class UnitContext {
  private UnitContext() {}

  static DefaultCamelContext create(
      UnitFiles files, Map<String, String> properties, Duration drain) {
    var context = new DefaultCamelContext(false);
    context.getCamelContextExtension().setName(files.unit());
    context
        .getCamelContextExtension()
        .addContextPlugin(FactoryFinderResolver.class, new SharedFinders());
    // Replaced by an agent that waits until the generation is live.
    context.disableJMX();
    context.setLoadTypeConverters(false);
    context.setLoadHealthChecks(false);
    context.setMessageHistory(false);
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    // In-flight requests are drained before a context stops; Camel's own 45 s are for the others.
    var shutdown = context.getShutdownStrategy();
    shutdown.setTimeUnit(java.util.concurrent.TimeUnit.MILLISECONDS);
    shutdown.setTimeout(Math.max(1, drain.toMillis()));
    shutdown.setLogInflightExchangesOnTimeout(false);
    var initial = new Properties();
    initial.putAll(properties);
    context.getPropertiesComponent().setInitialProperties(initial);
    context.getRegistry().bind("resource-loader-file", new UnitResources(files));
    context.getRegistry().bind("io.serai.unit.folder", files.place());
    // Whoever runs a route answers or logs its failure; Camel's own line would be a second one,
    // with a stack trace for every part that a backend didn't give.
    var failures = new DefaultErrorHandlerDefinition();
    // By level and not by logExhausted, which Camel reads only where something is redelivered.
    failures.setLevel("OFF");
    failures.logExhaustedMessageHistory(false);
    context.getCamelContextExtension().setErrorHandlerFactory(failures);
    var direct = new DirectComponent();
    // Waiting half a minute for a route that isn't there would block an event loop.
    direct.setBlock(false);
    context.addComponent("direct", direct);
    return context;
  }

  /**
   * {@code camel.component.<name>.<option>}, {@code camel.context.*} and {@code camel.main.*}; call
   * when the house's components are there.
   */
  static void bindCamelSettings(CamelContext context, Settings settings) {
    var components = new HashMap<String, Map<String, Object>>();
    var own = new HashMap<String, Object>();
    settings
        .written()
        .forEach(
            (key, value) -> {
              if (key.startsWith("camel.component.")) {
                var rest = key.substring("camel.component.".length());
                int dot = rest.indexOf('.');
                if (dot > 0) {
                  components
                      .computeIfAbsent(rest.substring(0, dot), any -> new HashMap<>())
                      .put(rest.substring(dot + 1), value.text());
                }
              } else if (key.startsWith("camel.context.") || key.startsWith("camel.main.")) {
                own.put(key.substring(key.indexOf('.', 6) + 1), value.text());
              }
            });
    bind(context, context, own);
    components.forEach(
        (name, options) -> {
          var component = context.getComponent(name, true, false);
          if (component != null) {
            bind(context, component, options);
          }
        });
  }

  private static void bind(CamelContext context, Object target, Map<String, Object> options) {
    if (!options.isEmpty()) {
      PropertyBindingSupport.build()
          .withCamelContext(context)
          .withTarget(target)
          .withIgnoreCase(true)
          .withFluentBuilder(true)
          .withRemoveParameters(false)
          .withProperties(options)
          .bind();
    }
  }
}
