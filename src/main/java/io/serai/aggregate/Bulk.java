package io.serai.aggregate;

import io.serai.request.Template;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.AggregateDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Many callers, one bulk call: in an {@code aggregate} each caller is held at the step, within its
 * own deadline, and goes on after it with its own slice of the bulk answer. The steps within see
 * one exchange for all of them, which is nobody's: it has no headers, cookies or path parameters of
 * a client's.
 *
 * <p>Properties: {@code item}, a template of what each caller contributes, {@code {sku}}, a JSON
 * value; {@code request}, jq, makes the body of the bulk call of the array of distinct items, by
 * default the array itself; {@code reply}, jq, makes the list of slices of the bulk answer, by
 * default the answer; {@code key}, jq on a slice, the item it answers; without it slices are in the
 * order of the items, as many; {@code maxWaiting}, callers held together, 1 to 1000000, default
 * 10000: one more gets a 503.
 */
public final class Bulk implements AggregationStrategy {
  private String item = "";
  private String request = "";
  private String reply = "";
  private String key = "";
  private int maxWaiting = 10_000;

  /** Sets what each caller contributes, {@code {sku}}. */
  public void setItem(String template) {
    item = template.strip();
  }

  /** Sets what makes the body of the distinct items, <code>{skus: .}</code>. */
  public void setRequest(String jq) {
    request = jq.strip();
  }

  /** Sets what makes the list of slices of the answer, {@code .prices}. */
  public void setReply(String jq) {
    reply = jq.strip();
  }

  /** Sets what says of a slice which item it answers, {@code .sku}. */
  public void setKey(String jq) {
    key = jq.strip();
  }

  /** Sets how many callers are held together, 1 to 1000000. */
  public void setMaxWaiting(int callers) {
    if (callers < 1 || callers > 1_000_000) {
      throw new IllegalArgumentException("maxWaiting: " + callers + " (expected: 1 to 1000000)");
    }
    maxWaiting = callers;
  }

  /** The strategy of an aggregate, null if it is another one. */
  static @Nullable Bulk of(AggregateDefinition aggregate, CamelContext context) {
    return AggregateBuild.strategy(aggregate, context) instanceof Bulk bulk ? bulk : null;
  }

  /**
   * What each caller contributes.
   *
   * @throws IllegalArgumentException if it isn't said, or the same for all
   */
  Template item() {
    var template = Template.parse(item);
    if (template.isConstant()) {
      throw new IllegalArgumentException(
          "item: '" + item + "' refers to nothing of a caller's (expected: such as {sku})");
    }
    return template;
  }

  /** The jq that makes the body; {@code .} if none is said. */
  String request() {
    return request.isEmpty() ? "." : request;
  }

  /** The jq that makes the list of slices; {@code .} if none is said. */
  String reply() {
    return reply.isEmpty() ? "." : reply;
  }

  /** The jq that tells a slice's item; empty if slices come in the order of the items. */
  String key() {
    return key;
  }

  int maxWaiting() {
    return maxWaiting;
  }

  /** Ours alone knows what to do with it; elsewhere it is refused when the route is built. */
  @Override
  public Exchange aggregate(Exchange before, Exchange next) {
    throw new IllegalStateException("a Bulk goes with aggregate only");
  }
}
