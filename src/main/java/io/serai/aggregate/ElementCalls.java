package io.serai.aggregate;

import io.serai.request.PartCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;

/**
 * What the steps of a split call for each element.
 *
 * @param named the one call if they are nothing else, and whether it is required
 * @param onceEach whether equal elements need but one of them
 * @param eachCalls whether each element makes at least one call
 */
record ElementCalls(BranchCalls.Named named, boolean onceEach, boolean eachCalls) {

  /** Steps that do the same for equal elements, if those in them do. */
  private static final Set<Class<?>> SAME =
      Set.of(
          CatchDefinition.class,
          CircuitBreakerDefinition.class,
          FinallyDefinition.class,
          LogDefinition.class,
          OnFallbackDefinition.class,
          PipelineDefinition.class,
          StepDefinition.class,
          TryDefinition.class);

  /** Nothing is called that anybody asks for. */
  static final ElementCalls NONE = new ElementCalls(BranchCalls.Named.NOT, false, false);

  /**
   * Looks at a split's steps.
   *
   * @param otherwise the name if no call has one
   * @param join whether the results only matter by what they say
   */
  static ElementCalls of(
      BranchCalls branches, SplitDefinition split, String otherwise, boolean join)
      throws Exception {
    var steps = split.getOutputs();
    var calls = new ArrayList<PartCall>();
    for (var step : steps) {
      branches.collect(step, calls);
    }
    var name = "";
    boolean required = calls.isEmpty();
    boolean repeatable = true;
    for (var call : calls) {
      required |= call.required();
      repeatable &= call.repeatable() && !tellsElementsApart(call);
      name = name.isEmpty() ? call.part() : name;
    }
    boolean alone = steps.size() == 1 && BranchCalls.isNothingButItsCall(steps.get(0));
    var only = alone && calls.size() == 1 && !calls.get(0).sendsMessage() ? calls.get(0) : null;
    var named =
        new BranchCalls.Named(
            name.isEmpty() ? otherwise : name,
            !name.isEmpty(),
            required,
            steps.stream().anyMatch(BranchCalls::isConditional),
            only,
            Set.of(),
            "");
    boolean same = join || areTheSame(branches, steps);
    return new ElementCalls(named, repeatable && same, eachCalls(branches, steps));
  }

  private static boolean tellsElementsApart(PartCall call) {
    return call.references().stream().anyMatch(it -> it.namespace().equals("index"));
  }

  private static boolean areTheSame(BranchCalls branches, List<ProcessorDefinition<?>> steps)
      throws Exception {
    for (var step : steps) {
      boolean call = step instanceof ToDefinition to && branches.call(to) != null;
      if (!call
          && !(SAME.contains(step.getClass())
              && areTheSame(branches, BranchCalls.children(step)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean eachCalls(BranchCalls branches, List<ProcessorDefinition<?>> steps)
      throws Exception {
    for (var step : steps) {
      boolean calls =
          step instanceof ToDefinition to
              ? branches.call(to) != null
              : SAME.contains(step.getClass()) && eachCalls(branches, step.getOutputs());
      if (calls) {
        return true;
      }
    }
    return false;
  }
}
