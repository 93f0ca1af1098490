package io.serai.aggregate;

import io.serai.request.PartCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Finds the backend calls in a branch's definition, and from them its part. */
final class BranchCalls {
  private final CamelContext context;

  BranchCalls(CamelContext context) {
    this.context = context;
  }

  /**
   * What a branch's part is called.
   *
   * @param part the name, empty if it has none
   * @param as whether the name was given by {@code as}
   * @param required whether its failure fails the request
   * @param conditional whether it may come to its end without having asked or made anything
   * @param call the call, if the branch is nothing but one
   * @param refersTo the parts its calls refer to
   * @param disagreeing another name that was given by {@code as}, empty if there is none
   */
  record Named(
      String part,
      boolean as,
      boolean required,
      boolean conditional,
      @Nullable PartCall call,
      Set<String> refersTo,
      String disagreeing) {

    /** A branch whose part nobody asks for. */
    static final Named NOT = new Named("", false, true, false, null, Set.of(), "");
  }

  Named name(ProcessorDefinition<?> branch) throws Exception {
    var calls = new ArrayList<PartCall>();
    var inner = new ArrayList<PartCall>();
    collect(branch, calls, inner);
    var part = "";
    var disagreeing = "";
    var refersTo = new HashSet<String>();
    boolean required = calls.isEmpty();
    for (var call : calls) {
      required |= call.required();
      addReferences(call, refersTo);
      if (part.isEmpty()) {
        part = call.part();
      } else if (!call.part().isEmpty() && !call.part().equals(part)) {
        disagreeing = call.part();
      }
    }
    for (var call : inner) {
      addReferences(call, refersTo);
    }
    // A part made within doesn't come from a branch beside.
    inner.forEach(call -> refersTo.remove(call.part()));
    addTargets(branch, refersTo);
    boolean conditional = isConditional(branch);
    var whole = calls.size() == 1 && isNothingButItsCall(branch) ? calls.get(0) : null;
    return part.isEmpty()
        ? new Named(firstId(branch), false, required, conditional, whole, refersTo, disagreeing)
        : new Named(part, true, required, conditional, whole, refersTo, disagreeing);
  }

  private static void addReferences(PartCall call, Set<String> refersTo) {
    for (var reference : call.references()) {
      if (reference.namespace().equals("part")) {
        refersTo.add(reference.name());
      }
    }
  }

  /** A split makes no part by its calls, but waits for what it is about and what it joins into. */
  private void addTargets(ProcessorDefinition<?> step, Set<String> refersTo) {
    if (step instanceof SplitDefinition split) {
      var source = PlainPath.source(split.getExpression());
      if (source != null) {
        refersTo.add(source);
      }
      var strategy = split.getAggregationStrategy();
      if (strategy != null
          && CamelContextHelper.lookup(context, strategy.replaceFirst("^#", ""))
              instanceof Join join) {
        refersTo.add(join.part());
      }
    }
    for (var child : children(step)) {
      addTargets(child, refersTo);
    }
  }

  /** Finds the calls in a step that make no parts of their own. */
  void collect(ProcessorDefinition<?> step, List<PartCall> calls) throws Exception {
    collect(step, calls, new ArrayList<>());
  }

  /**
   * Finds the calls in a step.
   *
   * @param inner takes those that make parts of their own
   */
  private void collect(ProcessorDefinition<?> step, List<PartCall> calls, List<PartCall> inner)
      throws Exception {
    if (step.getClass() == ToDefinition.class) {
      var call = call((ToDefinition) step);
      if (call != null) {
        calls.add(call);
      }
      return;
    }
    var within = new ArrayList<PartCall>();
    for (var child : children(step)) {
      collect(child, within, inner);
    }
    boolean own = hasPartsOfItsOwn(step) && !(isFirst(step) && agree(within));
    (own ? inner : calls).addAll(within);
  }

  /** Mirrors of one part: it stands where their multicast does. */
  private boolean isFirst(ProcessorDefinition<?> step) {
    if (!(step instanceof MulticastDefinition multicast)) {
      return false;
    }
    var name = multicast.getAggregationStrategy();
    return multicast.getAggregationStrategyBean() instanceof First
        || (name != null
            && CamelContextHelper.lookup(context, name.replaceFirst("^#(bean:)?", ""))
                instanceof First);
  }

  private static boolean agree(List<PartCall> calls) {
    for (var call : calls) {
      if (call.part().isEmpty() || !call.part().equals(calls.get(0).part())) {
        return false;
      }
    }
    return true;
  }

  static boolean isConditional(ProcessorDefinition<?> step) {
    if (step instanceof ChoiceDefinition
        || step instanceof FilterDefinition
        || step instanceof StopDefinition) {
      return true;
    }
    for (var child : hasPartsOfItsOwn(step) ? List.<ProcessorDefinition<?>>of() : children(step)) {
      if (isConditional(child)) {
        return true;
      }
    }
    return false;
  }

  /** What these call are elements or parts of their own, not the branch's part. */
  private static boolean hasPartsOfItsOwn(ProcessorDefinition<?> step) {
    return step instanceof MulticastDefinition
        || step instanceof SplitDefinition
        || step instanceof RecipientListDefinition
        || step instanceof WireTapDefinition<?>;
  }

  /** Camel's own producers are never asked for: none is a {@link PartCall}. */
  @Nullable PartCall call(ToDefinition to) throws Exception {
    Endpoint endpoint =
        to.getEndpoint() != null
            ? to.getEndpoint()
            : CamelContextHelper.resolveEndpoint(context, to.getEndpointUri(), null);
    if (endpoint.getClass().getName().startsWith("org.apache.camel.")) {
      return null;
    }
    return endpoint.createAsyncProducer() instanceof PartCall call ? call : null;
  }

  static boolean isNothingButItsCall(ProcessorDefinition<?> branch) {
    return branch.getClass() == ToDefinition.class
        && branch instanceof ToDefinition to
        && to.getVariableSend() == null
        && to.getVariableReceive() == null
        && to.getPattern() == null
        && to.getDisabled() == null;
  }

  private static String firstId(ProcessorDefinition<?> branch) {
    if (branch.hasCustomIdAssigned()) {
      return branch.getId();
    }
    boolean group =
        "pipeline".equals(branch.getShortName()) || "step".equals(branch.getShortName());
    return group && !branch.getOutputs().isEmpty() ? firstId(branch.getOutputs().get(0)) : "";
  }

  /** The steps in a step, wherever its model keeps them. */
  static List<ProcessorDefinition<?>> children(ProcessorDefinition<?> step) {
    var children = new ArrayList<ProcessorDefinition<?>>();
    if (step instanceof ChoiceDefinition choice) {
      choice.getWhenClauses().forEach(when -> children.addAll(when.getOutputs()));
      if (choice.getOtherwise() != null) {
        children.addAll(choice.getOtherwise().getOutputs());
      }
      return children;
    }
    children.addAll(step.getOutputs());
    if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
      children.addAll(breaker.getOnFallback().getOutputs());
    }
    if (step instanceof TryDefinition attempt) {
      for (CatchDefinition clause : attempt.getCatchClauses()) {
        children.addAll(clause.getOutputs());
      }
      if (attempt.getFinallyClause() != null) {
        children.addAll(attempt.getFinallyClause().getOutputs());
      }
    }
    return children;
  }
}
