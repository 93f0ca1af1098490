package io.serai.aggregate;

import io.serai.request.PartCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDefinition;

/** Finds out whether the part that a join goes into can be there at all. */
final class JoinTarget {
  /** Steps that get parts and variables from who knows where. */
  private static final Set<String> OPAQUE =
      Set.of("bean", "kamelet", "process", "script", "toD", "enrich", "pollEnrich", "setVariables");

  private final Route route;

  JoinTarget(Route route) {
    this.route = route;
  }

  /**
   * Passes if the part is there or can't be known.
   *
   * @throws IllegalArgumentException if nothing in the route makes a part or variable of that name
   */
  void check(Join join, String where) throws Exception {
    if (!(route.getRoute() instanceof RouteDefinition definition)
        || definition.getInput() == null
        || !definition.getInput().getEndpointUri().startsWith("gateway:")
        || definition.getInput().getVariableReceive() != null) {
      return;
    }
    var known = new TreeSet<String>();
    if (all(definition.getOutputs(), known) && !known.contains(join.part())) {
      throw new IllegalArgumentException(
          where
              + "into: no call of this route is `as: "
              + join.part()
              + "`"
              + (known.isEmpty() ? "" : " (expected: one of " + String.join(", ", known) + ")"));
    }
  }

  /** False if there may be names that aren't seen. */
  private boolean all(List<ProcessorDefinition<?>> steps, Set<String> known) throws Exception {
    var branches = new BranchCalls(route.getCamelContext());
    for (var step : steps) {
      if (OPAQUE.contains(step.getShortName())) {
        return false;
      }
      if (step instanceof SetVariableDefinition variable) {
        known.add(variable.getName());
      } else if (step instanceof ToDefinition to) {
        if (to.getVariableReceive() != null) {
          known.add(to.getVariableReceive());
        }
        var call = new ArrayList<PartCall>();
        branches.collect(step, call);
        if (call.isEmpty() && to.getVariableReceive() == null && !isHarmless(to)) {
          return false;
        }
        call.forEach(each -> known.add(each.part()));
      } else if (step.hasCustomIdAssigned()) {
        known.add(step.getId());
      }
      if (!all(BranchCalls.children(step), known)) {
        return false;
      }
    }
    known.remove("");
    return true;
  }

  private static boolean isHarmless(ToDefinition to) {
    return to.getEndpointUri() != null
        && (to.getEndpointUri().startsWith("log:") || to.getEndpointUri().startsWith("mock:"));
  }
}
