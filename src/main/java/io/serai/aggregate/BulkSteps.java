package io.serai.aggregate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/** The bulk steps of a context, so that all they hold can be completed before it ends. */
final class BulkSteps {
  private final Set<BulkStep> steps = ConcurrentHashMap.newKeySet();

  static BulkSteps of(CamelContext context) {
    var extension = context.getCamelContextExtension();
    synchronized (BulkSteps.class) {
      var steps = extension.getContextPlugin(BulkSteps.class);
      if (steps == null) {
        steps = new BulkSteps();
        extension.addContextPlugin(BulkSteps.class, steps);
      }
      return steps;
    }
  }

  void add(BulkStep step) {
    steps.add(step);
  }

  void remove(BulkStep step) {
    steps.remove(step);
  }

  void completeAll() {
    steps.forEach(BulkStep::completeAll);
  }
}
