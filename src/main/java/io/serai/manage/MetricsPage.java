package io.serai.manage;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}: Prometheus text, or OpenMetrics for those who ask for it. */
final class MetricsPage implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final Readings readings;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private @Nullable PrometheusMeterRegistry registry;

  MetricsPage(Readings readings) {
    this.readings = readings;
  }

  Reply scrape(Ask ask) throws IOException {
    var accept = ask.header("Accept");
    boolean open =
        accept != null && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text");
    var type = open ? OPEN_METRICS : PROMETHEUS;
    var bytes = new ByteArrayOutputStream(16 * 1024);
    registry().scrape(bytes, type);
    return new Reply(200, type, bytes.toByteArray());
  }

  /** Made by the first scrape, not by the start, which it would prolong by a tenth. */
  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      var collectors = new PrometheusRegistry();
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
      gc.bindTo(registry);
      collectors.register(new Figures(readings));
    }
    return registry;
  }

  @Override
  public synchronized void close() {
    gc.close();
    if (registry != null) {
      registry.close();
    }
  }
}
