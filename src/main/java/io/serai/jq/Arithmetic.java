package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Sums and products of numbers, exact as long as both came exact: an amount of the input is a
 * decimal, as it was written, and a long id isn't rounded to a double.
 */
final class Arithmetic {

  /** Beyond, a number is a measurement: doubles are good enough, and of bounded size. */
  private static final int MAX_DIGITS = 400;

  private Arithmetic() {}

  static JsonNode add(JsonNode a, JsonNode b) {
    if (small(a) && small(b)) {
      return of(a.longValue() + b.longValue());
    }
    return inexact(a, b)
        ? of(a.doubleValue() + b.doubleValue())
        : of(a.decimalValue().add(b.decimalValue()));
  }

  static JsonNode subtract(JsonNode a, JsonNode b) {
    if (small(a) && small(b)) {
      return of(a.longValue() - b.longValue());
    }
    return inexact(a, b)
        ? of(a.doubleValue() - b.doubleValue())
        : of(a.decimalValue().subtract(b.decimalValue()));
  }

  static JsonNode multiply(JsonNode a, JsonNode b) {
    if (small(a) && small(b)) {
      return of(a.longValue() * b.longValue());
    }
    return inexact(a, b)
        ? of(a.doubleValue() * b.doubleValue())
        : of(a.decimalValue().multiply(b.decimalValue()));
  }

  private static boolean small(JsonNode number) {
    return number.isInt();
  }

  /** Both are doubles of the program's own, or one is no number of usual size. */
  private static boolean inexact(JsonNode a, JsonNode b) {
    return (a.isDouble() && b.isDouble()) || unusual(a) || unusual(b);
  }

  private static boolean unusual(JsonNode number) {
    if (number.isDouble()) {
      double value = number.doubleValue();
      // decimalValue() spells it out; 1e300 has 300 digits and means none of them.
      return !Double.isFinite(value) || Math.abs(value) > 1e18;
    }
    if (number.isBigDecimal()) {
      var value = number.decimalValue();
      return value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS;
    }
    return number.isBigInteger() && number.bigIntegerValue().bitLength() > 3 * MAX_DIGITS;
  }

  private static JsonNode of(long value) {
    return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  private static JsonNode of(double value) {
    if ((long) value == value && Math.abs(value) <= 1L << 53) {
      return of((long) value);
    }
    return DoubleNode.valueOf(value);
  }

  private static JsonNode of(BigDecimal exact) {
    var value = exact.stripTrailingZeros();
    if (value.scale() > 0) {
      return DecimalNode.valueOf(value);
    }
    BigInteger whole = value.toBigInteger();
    return whole.bitLength() < Long.SIZE ? of(whole.longValue()) : BigIntegerNode.valueOf(whole);
  }
}
