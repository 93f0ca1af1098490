package io.serai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vanilla examples are plain Camel: a context that has nothing of ours takes every one. */
class PlainCamelTest {

  static List<Example> vanilla() throws IOException {
    return Example.all().stream()
        .filter(example -> example.path().toString().contains("vanilla"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vanilla")
  void buildsInAPlainContext(Example example) throws Exception {
    try (var context = new DefaultCamelContext()) {
      context.getPropertiesComponent().setInitialProperties(new Properties());
      context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new Engine());
      context.setAutoStartup(false);
      context.start();
      var resources = new ArrayList<Resource>();
      for (var file : example.files()) {
        var resource = ResourceHelper.resolveResource(context, "file:" + file);
        // Kamelets first: a plain context knows one by then or not at all.
        boolean kamelet = file.toString().endsWith(".kamelet.yaml");
        resources.add(kamelet ? 0 : resources.size(), resource);
      }
      PluginHelper.getRoutesLoader(context).loadRoutes(resources);
      assertThat(context.getRoutes()).isNotEmpty();
    }
  }

  /** Nobody is served by it. */
  private static final class Engine implements PlatformHttpEngine {
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      return new Door(endpoint, processor);
    }

    @Override
    public int getServerPort() {
      return 0;
    }
  }

  private static final class Door extends DefaultConsumer implements PlatformHttpConsumer {
    Door(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }
}
