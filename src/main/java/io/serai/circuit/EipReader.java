package io.serai.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.Resilience4jConfigurationCommon;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a {@code circuitBreaker}: its own before those of the {@code configuration}
 * it refers to before the context's, and all before a {@code config} bean of resilience4j's.
 */
final class EipReader {
  /** The bean that every circuit breaker of a context begins with, as Camel names it. */
  private static final String DEFAULT = "resilience4j-configuration";

  private final CamelContext context;
  private final Layers layers;
  private @Nullable CircuitBreakerConfig base;

  /**
   * A reader of one definition.
   *
   * @param where begins what it complains of
   */
  EipReader(CamelContext context, CircuitBreakerDefinition definition, String where) {
    this.context = context;
    this.layers = new Layers(context, where);
    layers.add(definition.getResilience4jConfiguration());
    var reference = layers.text(definition.getConfiguration());
    if (reference != null) {
      var referred = configuration(reference);
      if (referred == null) {
        throw layers.wrong(
            "configuration", reference, "the name of a Resilience4jConfigurationDefinition");
      }
      layers.add(referred);
    }
    layers.add(configuration(null));
  }

  private @Nullable Resilience4jConfigurationDefinition configuration(@Nullable String name) {
    var model = context.getCamelContextExtension().getContextPlugin(Model.class);
    var known = model.getResilience4jConfiguration(name == null ? null : Layers.bare(name));
    return known != null
        ? known
        : layers.bean(name == null ? DEFAULT : name, Resilience4jConfigurationDefinition.class);
  }

  EipOptions read() {
    var bean = layers.first(Resilience4jConfigurationCommon::getCircuitBreaker);
    var config = layers.first(Resilience4jConfigurationCommon::getConfig);
    if (config != null) {
      base = layers.bean(config, CircuitBreakerConfig.class);
      if (base == null) {
        throw layers.wrong("config", config, "the name of a CircuitBreakerConfig");
      }
    }
    CircuitBreaker breaker = null;
    if (bean != null) {
      breaker = layers.bean(bean, CircuitBreaker.class);
      if (breaker == null) {
        throw layers.wrong("circuitBreaker", bean, "the name of a CircuitBreaker");
      }
    }
    boolean bulkhead =
        layers.flag("bulkheadEnabled", Resilience4jConfigurationCommon::getBulkheadEnabled, false);
    boolean timeout =
        layers.flag("timeoutEnabled", Resilience4jConfigurationCommon::getTimeoutEnabled, false);
    var records = layers.list(Resilience4jConfigurationCommon::getRecordExceptions);
    var ignores = layers.list(Resilience4jConfigurationCommon::getIgnoreExceptions);
    return new EipOptions(
        circuit(),
        breaker,
        new ErrorRules(
            rule("ignoreException", ignores, base == null ? never -> false : ignoring(base)),
            rule("recordException", records, base == null ? any -> true : recording(base))),
        "records " + records + " ignores " + ignores,
        !layers.flag(
            "throwExceptionWhenHalfOpenOrOpenState",
            Resilience4jConfigurationCommon::getThrowExceptionWhenHalfOpenOrOpenState,
            true),
        bulkhead
            ? layers.number(
                "bulkheadMaxConcurrentCalls",
                Resilience4jConfigurationCommon::getBulkheadMaxConcurrentCalls,
                25)
            : 0,
        bulkhead
            ? layers.millis(
                "bulkheadMaxWaitDuration",
                Resilience4jConfigurationCommon::getBulkheadMaxWaitDuration,
                0)
            : 0,
        timeout
            ? layers.millis(
                "timeoutDuration", Resilience4jConfigurationCommon::getTimeoutDuration, 1000)
            : 0,
        layers.flag(
            "timeoutCancelRunningFuture",
            Resilience4jConfigurationCommon::getTimeoutCancelRunningFuture,
            true));
  }

  private CircuitOptions circuit() {
    var from = base == null ? CircuitOptions.OF_CAMEL : of(base);
    var wait =
        layers.seconds(
            "waitDurationInOpenState",
            Resilience4jConfigurationCommon::getWaitDurationInOpenState,
            from.waitDurationInOpenState());
    return new CircuitOptions(
        layers.percent(
            "failureRateThreshold",
            Resilience4jConfigurationCommon::getFailureRateThreshold,
            from.failureRateThreshold()),
        layers.number(
            "minimumNumberOfCalls",
            Resilience4jConfigurationCommon::getMinimumNumberOfCalls,
            from.minimumNumberOfCalls()),
        layers.number(
            "permittedNumberOfCallsInHalfOpenState",
            Resilience4jConfigurationCommon::getPermittedNumberOfCallsInHalfOpenState,
            from.permittedNumberOfCallsInHalfOpenState()),
        layers.number(
            "slidingWindowSize",
            Resilience4jConfigurationCommon::getSlidingWindowSize,
            from.slidingWindowSize()),
        type(from.slidingWindowType()),
        layers.seconds(
            "slowCallDurationThreshold",
            Resilience4jConfigurationCommon::getSlowCallDurationThreshold,
            from.slowCallDurationThreshold()),
        layers.percent(
            "slowCallRateThreshold",
            Resilience4jConfigurationCommon::getSlowCallRateThreshold,
            from.slowCallRateThreshold()),
        wait,
        layers.flag(
            "automaticTransitionFromOpenToHalfOpenEnabled",
            Resilience4jConfigurationCommon::getAutomaticTransitionFromOpenToHalfOpenEnabled,
            from.automaticTransitionFromOpenToHalfOpenEnabled()),
        wait,
        1,
        from.sharedWindow());
  }

  private static CircuitOptions of(CircuitBreakerConfig config) {
    var wait = Duration.ofMillis(config.getWaitIntervalFunctionInOpenState().apply(1));
    return new CircuitOptions(
        config.getFailureRateThreshold(),
        config.getMinimumNumberOfCalls(),
        config.getPermittedNumberOfCallsInHalfOpenState(),
        config.getSlidingWindowSize(),
        WindowType.valueOf(config.getSlidingWindowType().name()),
        config.getSlowCallDurationThreshold(),
        config.getSlowCallRateThreshold(),
        wait,
        config.isAutomaticTransitionFromOpenToHalfOpenEnabled(),
        wait,
        1,
        CircuitOptions.OF_CAMEL.sharedWindow());
  }

  private static Predicate<Throwable> ignoring(CircuitBreakerConfig config) {
    return config.getIgnoreExceptionPredicate();
  }

  private static Predicate<Throwable> recording(CircuitBreakerConfig config) {
    return config.getRecordExceptionPredicate();
  }

  private Predicate<Throwable> rule(
      String option, List<String> names, Predicate<Throwable> otherwise) {
    if (names.isEmpty()) {
      return otherwise;
    }
    var classes = new ArrayList<Class<?>>();
    for (var name : names) {
      var type = context.getClassResolver().resolveClass(name);
      if (type == null || !Throwable.class.isAssignableFrom(type)) {
        throw layers.wrong(option, name, "the class of an exception");
      }
      classes.add(type);
    }
    return ErrorRules.anyOf(classes);
  }

  private WindowType type(WindowType otherwise) {
    var text = layers.first(Resilience4jConfigurationCommon::getSlidingWindowType);
    if (text == null) {
      return otherwise;
    }
    try {
      return WindowType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw layers.wrong("slidingWindowType", text, "COUNT_BASED or TIME_BASED");
    }
  }
}
