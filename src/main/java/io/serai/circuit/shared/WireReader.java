package io.serai.circuit.shared;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link WireWriter} wrote; what it can't read is an IllegalArgumentException. */
final class WireReader {
  private final ByteBuffer in;

  WireReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  private WireReader(ByteBuffer in) {
    this.in = in;
  }

  int octet() {
    try {
      return in.get() & 0xff;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a message that ends early", e);
    }
  }

  boolean flag() {
    return octet() != 0;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than nine bytes");
  }

  int integer() {
    return (int) Math.min(Integer.MAX_VALUE, number());
  }

  String text() {
    return StandardCharsets.UTF_8.decode(block()).toString();
  }

  CircuitId circuit() {
    return new CircuitId(text(), text());
  }

  Mark mark() {
    return new Mark(number(), text());
  }

  /** The first of them, if it is none of them. */
  <T> T choice(List<T> known) {
    int index = octet();
    return known.get(index < known.size() ? index : 0);
  }

  <T> List<T> list(Function<WireReader, T> each) {
    long size = number();
    var elements = new ArrayList<T>();
    for (long i = 0; i < size; i++) {
      elements.add(each.apply(new WireReader(block())));
    }
    return List.copyOf(elements);
  }

  private ByteBuffer block() {
    long length = number();
    if (length > in.remaining()) {
      throw new IllegalArgumentException("a message that ends early");
    }
    var block = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return block;
  }
}
