package io.serai.routes;

import java.util.Set;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RemovePropertiesDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetExchangePatternDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExchangePropertyExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.HeaderExpression;
import org.apache.camel.model.language.JqExpression;
import org.apache.camel.model.language.JsonPathExpression;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.model.language.TokenizerExpression;
import org.apache.camel.model.language.VariableExpression;
import org.jspecify.annotations.Nullable;

/** The steps, expressions and endpoints that are known not to block. */
final class LaneSteps {
  private static final Set<Class<?>> STEPS =
      Set.of(
          CatchDefinition.class,
          ChoiceDefinition.class,
          CircuitBreakerDefinition.class,
          ConvertBodyDefinition.class,
          FilterDefinition.class,
          FinallyDefinition.class,
          InterceptDefinition.class,
          LogDefinition.class,
          MulticastDefinition.class,
          OnExceptionDefinition.class,
          OtherwiseDefinition.class,
          PipelineDefinition.class,
          RemoveHeaderDefinition.class,
          RemoveHeadersDefinition.class,
          RemovePropertiesDefinition.class,
          RemovePropertyDefinition.class,
          RemoveVariableDefinition.class,
          RollbackDefinition.class,
          SetBodyDefinition.class,
          SetExchangePatternDefinition.class,
          SetHeaderDefinition.class,
          SetHeadersDefinition.class,
          SetPropertyDefinition.class,
          SetVariableDefinition.class,
          SetVariablesDefinition.class,
          SplitDefinition.class,
          StepDefinition.class,
          StopDefinition.class,
          ThrowExceptionDefinition.class,
          ToDefinition.class,
          TransformDefinition.class,
          TryDefinition.class,
          ValidateDefinition.class,
          WhenDefinition.class);

  private static final Set<Class<?>> EXPRESSIONS =
      Set.of(
          ConstantExpression.class,
          ExchangePropertyExpression.class,
          HeaderExpression.class,
          JqExpression.class,
          JsonPathExpression.class,
          SimpleExpression.class,
          TokenizerExpression.class,
          VariableExpression.class);

  /** {@code direct:} is followed by the plan. */
  private static final Set<String> ENDPOINTS = Set.of("backend", "gateway", "log", "mock");

  private LaneSteps() {}

  /** Why a step may block, null if it can't by itself; its inner steps are looked at apart. */
  static @Nullable String blocks(ProcessorDefinition<?> step) {
    if (!STEPS.contains(step.getClass())) {
      return step.getShortName();
    }
    if (step instanceof MulticastDefinition multicast) {
      var option = notOurs(multicast);
      if (option != null) {
        return "multicast with " + option;
      }
    }
    if (step instanceof SplitDefinition split) {
      var option = notOurs(split);
      if (option != null) {
        return "split with " + option;
      }
    }
    if (step instanceof OnExceptionDefinition handler
        && (handler.getRedeliveryPolicyType() != null
            || handler.getRedeliveryPolicyRef() != null)) {
      return "onException with redelivery, which sleeps";
    }
    if (step instanceof LogDefinition log && log.getMessage() != null) {
      return simpleBlocks(log.getMessage());
    }
    if (step instanceof SetHeadersDefinition headers) {
      for (var header : headers.getHeaders()) {
        if (blocks(header.getExpression()) != null) {
          return blocks(header.getExpression());
        }
      }
    }
    if (step instanceof SetVariablesDefinition variables) {
      for (var variable : variables.getVariables()) {
        if (blocks(variable.getExpression()) != null) {
          return blocks(variable.getExpression());
        }
      }
    }
    return step instanceof ExpressionNode node ? blocks(node.getExpression()) : null;
  }

  /** The option for which Camel's own split is taken, which waits for its elements. */
  @SuppressWarnings("deprecation") // Camel still obeys parallelAggregate
  private static @Nullable String notOurs(SplitDefinition split) {
    if (isSet(split.getStreaming())) {
      return "streaming";
    }
    if (isSet(split.getParallelAggregate())) {
      return "parallelAggregate";
    }
    if (isSet(split.getSynchronous())) {
      return "synchronous";
    }
    if (split.getExecutorService() != null) {
      return "an executorService";
    }
    return split.getOnPrepare() == null ? null : "onPrepare";
  }

  /** Synchronous waits on the loop for calls that need it, for ever; the others run beans. */
  private static @Nullable String notOurs(MulticastDefinition multicast) {
    if (isSet(multicast.getSynchronous())) {
      return "synchronous";
    }
    if (multicast.getExecutorService() != null) {
      return "an executorService";
    }
    return multicast.getOnPrepare() == null ? null : "onPrepare";
  }

  private static boolean isSet(@Nullable String flag) {
    return flag != null && !flag.equals("false");
  }

  /** Where a step sends to, null if nowhere. */
  static @Nullable String target(ProcessorDefinition<?> step) {
    return step instanceof ToDefinition to ? to.getEndpointUri() : null;
  }

  static @Nullable String blocks(String uri) {
    int colon = uri.indexOf(':');
    return colon > 0 && ENDPOINTS.contains(uri.substring(0, colon))
        ? null
        : "to " + (uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?')));
  }

  private static @Nullable String blocks(@Nullable ExpressionDefinition expression) {
    if (expression == null) {
      return null;
    }
    // What YAML and the builder make is wrapped now and then.
    var inner = expression.getExpressionType();
    if (inner != null) {
      return blocks(inner);
    }
    if (!EXPRESSIONS.contains(expression.getClass())) {
      var language = expression.getLanguage();
      return "expression " + (language == null ? expression.getClass().getSimpleName() : language);
    }
    return expression instanceof SimpleExpression && expression.getExpression() != null
        ? simpleBlocks(expression.getExpression())
        : null;
  }

  private static @Nullable String simpleBlocks(String text) {
    for (var call : new String[] {"bean:", "ref:", "type:", "file:"}) {
      if (text.contains("{" + call) || text.contains("(" + call)) {
        return "simple ${" + call + "…}";
      }
    }
    return null;
  }
}
