package io.serai.entry;

import java.util.Objects;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.processor.SendDynamicProcessor;
import org.apache.camel.reifier.ToDynamicReifier;
import org.apache.camel.support.EndpointHelper;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@code toD} whose endpoint is known before any message, with Camel's own processor for
 * all but the URI.
 */
final class WrittenCallBuild extends ToDynamicReifier<ToDynamicDefinition> {
  private final @Nullable WrittenUri uri;

  WrittenCallBuild(Route route, ToDynamicDefinition definition) {
    super(route, definition);
    uri = written(definition);
  }

  private @Nullable WrittenUri written(ToDynamicDefinition definition) {
    var text = definition.getUri();
    if (text == null || definition.getEndpointProducerBuilder() != null) {
      return null;
    }
    var filled = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camelContext, text).strip();
    int colon = filled.indexOf(':');
    if (colon < 0
        || !VanillaCalls.isHttp(filled.substring(0, colon))
        || WrittenUri.pieces(filled).stream().noneMatch(WrittenUri.Piece::isExpression)) {
      return null;
    }
    var factory =
        camelContext.getCamelContextExtension().getEndpointUriFactory(filled.substring(0, colon));
    return factory == null
        ? null
        : WrittenUri.of(
            filled,
            name ->
                factory.propertyNames().contains(name)
                    || factory.multiValuePrefixes().values().stream().anyMatch(name::startsWith));
  }

  boolean isOurs() {
    return uri != null;
  }

  @Override
  public Processor createProcessor() throws Exception {
    var call = (SendDynamicProcessor) super.createProcessor();
    // It would take the URI apart when values are in it already, and run those that say RAW(…).
    call.setAllowOptimisedComponents(false);
    return new WrittenCall(call, Objects.requireNonNull(uri), camelContext);
  }

  @Override
  protected Expression createExpression(String text) {
    return camelContext
        .resolveLanguage("constant")
        .createExpression(Objects.requireNonNull(uri).endpoint());
  }
}
