package io.serai.aggregate;

import io.serai.request.Template;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link ApartStep} from Camel's definition of an aggregate whose repository is {@code
 * #cluster}. Of its options those count that say which parts belong together and when they are all;
 * the others are refused.
 */
final class ApartBuild extends AggregateBuild {
  private final Apart apart;

  private ApartBuild(Route route, AggregateDefinition definition, Apart apart) {
    super(route, definition);
    this.apart = apart;
  }

  /** Null if the repository is another one, or none. */
  static @Nullable ApartBuild of(Route route, AggregateDefinition definition) {
    var apart = repository(definition, route.getCamelContext());
    return apart == null ? null : new ApartBuild(route, definition, apart);
  }

  /** What {@code aggregationRepository} means, null if it isn't ours. */
  static @Nullable Apart repository(AggregateDefinition definition, CamelContext context) {
    return bean(definition.getAggregationRepository(), context) instanceof Apart apart
        ? apart
        : null;
  }

  @Override
  public Processor createProcessor() throws Exception {
    refuseWhatCantBe();
    if (definition.getExpression() == null) {
      throw wrong("no correlationExpression (expected: such as header: shipment)");
    }
    var step =
        new ApartStep(camelContext, apart, terms(), inUnitOfWork(createChildProcessor(true)));
    step.setDisabled(isDisabled(camelContext, definition));
    return step;
  }

  private ApartTerms terms() {
    var keyed = keyed();
    var name = Template.parse(keyed.name());
    if (name.isConstant()) {
      throw wrong(
          "name: '"
              + keyed.name()
              + "' of "
              + definition.getAggregationStrategy()
              + " is the same for all parts (expected: such as {kind})");
    }
    var predicate = definition.getCompletionPredicate();
    return new ApartTerms(
        id(),
        definition.hasCustomIdAssigned() ? definition.getId() : "part",
        createExpression(definition.getExpression()),
        name,
        keyed.collision,
        predicate == null ? null : createPredicate(predicate),
        parseBoolean(definition.getEagerCheckCompletion(), false),
        bounds(predicate != null),
        keyed.lastWaits());
  }

  private Keyed keyed() {
    var keyed = naming(definition, camelContext);
    if (keyed == null) {
      throw wrong(
          "aggregationStrategy: '"
              + CamelContextHelper.parseText(camelContext, definition.getAggregationStrategy())
              + "' doesn't name parts (expected: a bean of type io.serai.aggregate.Keyed with the"
              + " property name, such as {kind})");
    }
    return keyed;
  }

  /** The strategy, if it is one that says what parts are called that come one by one. */
  private static @Nullable Keyed naming(AggregateDefinition definition, CamelContext context) {
    return strategy(definition, context) instanceof Keyed keyed && !keyed.name().isEmpty()
        ? keyed
        : null;
  }

  /**
   * Such a strategy keeps nothing by itself: each caller would get its own part back, as if all
   * were well.
   */
  static void refuseWithoutRepository(Route route, AggregateDefinition definition) {
    if (naming(definition, route.getCamelContext()) != null) {
      throw new IllegalArgumentException(
          "route "
              + route.getRouteId()
              + ", aggregate: its strategy names parts that arrive apart, and nothing keeps them"
              + " (expected: aggregationRepository: \"#cluster\")");
    }
  }

  private ApartWish.Terms bounds(boolean predicate) {
    int size = parseInt(definition.getCompletionSize(), 0);
    long timeout = parseDuration(definition.getCompletionTimeout(), 0);
    long interval = parseDuration(definition.getCompletionInterval(), 0);
    if (size < 0 || timeout < 0 || interval < 0) {
      throw wrong("a completion below 0 (expected: parts or milliseconds)");
    }
    if (size + timeout + interval == 0 && !predicate) {
      throw wrong(
          "nothing says when it is complete (expected: completionSize, completionPredicate,"
              + " completionTimeout or completionInterval)");
    }
    soonerThanLife("completionTimeout", timeout);
    soonerThanLife("completionInterval", interval);
    return new ApartWish.Terms(
        size,
        timeout,
        interval,
        apart.life,
        apart.maxBytes,
        definition.getCloseCorrelationKeyOnCompletion() != null);
  }

  private void soonerThanLife(String option, long millis) {
    if (millis > apart.life) {
      throw wrong(
          option
              + ": "
              + millis
              + " ms is longer than parts are kept (expected: at most apart.life, "
              + apart.life
              + " ms)");
    }
  }

  /** The same on every gateway and in every generation of the unit. */
  private String id() {
    var whole = (RouteDefinition) route.getRoute();
    if (!whole.hasCustomIdAssigned()) {
      throw wrong(
          "the route has no id of its own (expected: an id, by which other gateways know it)");
    }
    if (definition.hasCustomIdAssigned()) {
      return route.getRouteId() + "/" + definition.getId();
    }
    var others = new ArrayList<AggregateDefinition>();
    for (var each : steps(whole.getOutputs())) {
      if (repository(each, camelContext) != null && !each.hasCustomIdAssigned()) {
        others.add(each);
      }
    }
    if (others.size() > 1) {
      throw wrong("one of several with #cluster in the route and without an id (expected: an id)");
    }
    return route.getRouteId();
  }

  private static List<AggregateDefinition> steps(List<ProcessorDefinition<?>> outputs) {
    return List.copyOf(
        ProcessorDefinitionHelper.filterTypeInOutputs(outputs, AggregateDefinition.class));
  }

  private void refuseWhatCantBe() {
    var refused = refused();
    notTrue(refused, "forceCompletionOnStop", definition.getForceCompletionOnStop());
    notTrue(refused, "completeAllOnStop", definition.getCompleteAllOnStop());
    if (!refused.isEmpty()) {
      throw wrong(
          "aggregationRepository: #cluster doesn't go with "
              + String.join(", ", refused)
              + " (expected: completionSize, completionPredicate, completionTimeout or"
              + " completionInterval)");
    }
  }
}
