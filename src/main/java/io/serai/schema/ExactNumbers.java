package io.serai.schema;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers as they were written. The validator divides by way of doubles what isn't decimal, and
 * compares what isn't a big integer by its lowest 64 bits.
 */
final class ExactNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;

  /** Beyond it a double doesn't hold every integer. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  /** Ten to the power of more is no quantity; dividing it costs minutes and gigabytes. */
  private static final int MOST_SCALE = 1_000;

  static final ExactNumbers FACTORY = new ExactNumbers();

  @Override
  public NumericNode numberNode(long value) {
    return value > EXACT_IN_DOUBLE || value < -EXACT_IN_DOUBLE
        ? new Whole(BigDecimal.valueOf(value))
        : super.numberNode(value);
  }

  @Override
  public ValueNode numberNode(BigInteger value) {
    return new Whole(new BigDecimal(value));
  }

  @Override
  public ValueNode numberNode(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MOST_SCALE) {
      throw new OutOfRange();
    }
    boolean whole = value.scale() <= 0;
    return whole && value.abs().compareTo(BigDecimal.valueOf(EXACT_IN_DOUBLE)) > 0
        ? new Whole(value)
        : super.numberNode(value);
  }

  /** An exponent that no computation should be tried with. */
  static final class OutOfRange extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    OutOfRange() {
      super("a number with an exponent beyond " + MOST_SCALE, null);
    }
  }

  /** A large integer that answers as decimal to whoever divides and as integer to the rest. */
  private static final class Whole extends DecimalNode {
    private static final long serialVersionUID = 1L;

    Whole(BigDecimal value) {
      super(value);
    }

    @Override
    public boolean isIntegralNumber() {
      return true;
    }

    @Override
    public boolean isFloatingPointNumber() {
      return false;
    }

    @Override
    public boolean isBigInteger() {
      return true;
    }

    @Override
    public boolean isBigDecimal() {
      return true;
    }

    @Override
    public BigInteger bigIntegerValue() {
      return _value.toBigInteger();
    }
  }
}
