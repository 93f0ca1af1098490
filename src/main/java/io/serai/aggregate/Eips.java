package io.serai.aggregate;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.spi.ProcessorFactory;
import org.jspecify.annotations.Nullable;

/** Makes the processors of a context's routes: ours where we have one, else the next's. */
final class Eips implements ProcessorFactory {
  private final ProcessorFactory next;
  private final Duration reserve;

  Eips(ProcessorFactory next, Duration reserve) {
    this.next = next;
    this.reserve = reserve;
  }

  @Override
  public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
    if (definition instanceof MulticastDefinition multicast) {
      var build = new MulticastBuild(route, multicast, reserve);
      if (build.isOurs()) {
        return build.createProcessor();
      }
    }
    if (definition instanceof SplitDefinition split) {
      SplitList.ask(split);
      var build = new SplitBuild(route, split, reserve);
      if (build.isOurs()) {
        return build.createProcessor();
      }
      if (split.getOnPrepare() == null) {
        split.onPrepare(new OwnElement(split.getOnPrepareProcessor()));
      }
    }
    if (definition instanceof AggregateDefinition aggregate) {
      var apart = ApartBuild.of(route, aggregate);
      if (apart != null) {
        return apart.createProcessor();
      }
      var bulk = BulkBuild.of(route, aggregate);
      if (bulk != null) {
        return bulk.createProcessor();
      }
      ApartBuild.refuseWithoutRepository(route, aggregate);
    }
    return next.createProcessor(route, definition);
  }

  @Override
  public @Nullable Processor createChildProcessor(
      Route route, NamedNode definition, boolean mandatory) throws Exception {
    return next.createChildProcessor(route, definition, mandatory);
  }

  @Override
  public @Nullable Processor createProcessor(
      CamelContext context, String definitionName, Object[] arguments) throws Exception {
    return next.createProcessor(context, definitionName, arguments);
  }
}
