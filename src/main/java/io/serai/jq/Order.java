package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.internal.misc.JsonNodeComparator;

/** jq's order of all values, with long integers compared whole, each comparison charged. */
final class Order extends JsonNodeComparator {
  static final Order INSTANCE = new Order();

  private Order() {}

  @Override
  public int compare(JsonNode one, JsonNode other) {
    Budget.current().steps(1);
    return super.compare(one, other);
  }

  @Override
  protected int compareNumberNode(JsonNode one, JsonNode other) {
    if (one.isInt() && other.isInt()) {
      return Integer.compare(one.intValue(), other.intValue());
    }
    return one.isDouble() || other.isDouble()
        ? super.compareNumberNode(one, other)
        : one.decimalValue().compareTo(other.decimalValue());
  }
}
