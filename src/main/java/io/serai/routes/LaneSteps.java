package io.serai.routes;

import static java.util.Map.entry;

import io.serai.aggregate.Aggregation;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
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
  /** Why a step of one kind may block, null if it can't by itself. */
  private interface Look {
    @Nullable String at(ProcessorDefinition<?> step, CamelContext context);
  }

  private static final Look NOTHING = (step, context) -> null;

  private static final Look EXPRESSION =
      (step, context) -> blocks(((ExpressionNode) step).getExpression());

  /** The steps that are known, and what in them there is to look at. */
  private static final Map<Class<?>, Look> STEPS =
      Map.ofEntries(
          entry(AggregateDefinition.class, look(AggregateDefinition.class, LaneSteps::aggregate)),
          entry(CatchDefinition.class, NOTHING),
          entry(ChoiceDefinition.class, NOTHING),
          entry(CircuitBreakerDefinition.class, NOTHING),
          entry(ConvertBodyDefinition.class, NOTHING),
          entry(FilterDefinition.class, EXPRESSION),
          entry(FinallyDefinition.class, NOTHING),
          entry(InterceptDefinition.class, NOTHING),
          entry(LogDefinition.class, look(LogDefinition.class, LaneSteps::message)),
          entry(MulticastDefinition.class, look(MulticastDefinition.class, LaneSteps::multicast)),
          entry(
              OnExceptionDefinition.class,
              look(OnExceptionDefinition.class, LaneSteps::redelivery)),
          entry(OtherwiseDefinition.class, NOTHING),
          entry(PipelineDefinition.class, NOTHING),
          entry(RemoveHeaderDefinition.class, NOTHING),
          entry(RemoveHeadersDefinition.class, NOTHING),
          entry(RemovePropertiesDefinition.class, NOTHING),
          entry(RemovePropertyDefinition.class, NOTHING),
          entry(RemoveVariableDefinition.class, NOTHING),
          entry(RollbackDefinition.class, NOTHING),
          entry(SetBodyDefinition.class, EXPRESSION),
          entry(SetExchangePatternDefinition.class, NOTHING),
          entry(SetHeaderDefinition.class, EXPRESSION),
          entry(SetHeadersDefinition.class, look(SetHeadersDefinition.class, LaneSteps::headers)),
          entry(SetPropertyDefinition.class, EXPRESSION),
          entry(SetVariableDefinition.class, EXPRESSION),
          entry(
              SetVariablesDefinition.class,
              look(SetVariablesDefinition.class, LaneSteps::variables)),
          entry(SplitDefinition.class, look(SplitDefinition.class, LaneSteps::split)),
          entry(StepDefinition.class, NOTHING),
          entry(StopDefinition.class, NOTHING),
          entry(ThrowExceptionDefinition.class, NOTHING),
          entry(ToDefinition.class, NOTHING),
          entry(TransformDefinition.class, EXPRESSION),
          entry(TryDefinition.class, NOTHING),
          entry(ValidateDefinition.class, EXPRESSION),
          entry(WhenDefinition.class, EXPRESSION));

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

  private static <T> Look look(Class<T> type, BiFunction<T, CamelContext, @Nullable String> look) {
    return (step, context) -> look.apply(type.cast(step), context);
  }

  /** Why a step may block, null if it can't by itself; its inner steps are looked at apart. */
  static @Nullable String blocks(ProcessorDefinition<?> step, CamelContext context) {
    var look = STEPS.get(step.getClass());
    return look == null ? step.getShortName() : look.at(step, context);
  }

  private static @Nullable String message(LogDefinition log, CamelContext context) {
    return log.getMessage() == null ? null : simpleBlocks(log.getMessage());
  }

  private static @Nullable String redelivery(OnExceptionDefinition handler, CamelContext context) {
    return handler.getRedeliveryPolicyType() == null && handler.getRedeliveryPolicyRef() == null
        ? null
        : "onException with redelivery, which sleeps";
  }

  private static @Nullable String headers(SetHeadersDefinition headers, CamelContext context) {
    return headers.getHeaders().stream()
        .map(header -> blocks(header.getExpression()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String variables(
      SetVariablesDefinition variables, CamelContext context) {
    return variables.getVariables().stream()
        .map(variable -> blocks(variable.getExpression()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String multicast(MulticastDefinition multicast, CamelContext context) {
    var blocking = Aggregation.blocking(multicast, context);
    return blocking == null ? null : "multicast with " + blocking;
  }

  private static @Nullable String aggregate(AggregateDefinition aggregate, CamelContext context) {
    var blocking = Aggregation.blocking(aggregate, context);
    if (blocking != null) {
      return "aggregate with " + blocking;
    }
    var predicate = aggregate.getCompletionPredicate();
    var complete = predicate == null ? null : blocks(predicate.getExpressionType());
    return complete == null ? blocks(aggregate.getExpression()) : complete;
  }

  private static @Nullable String split(SplitDefinition split, CamelContext context) {
    var blocking = Aggregation.blocking(split, context);
    return blocking == null ? blocks(split.getExpression()) : "split with " + blocking;
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
