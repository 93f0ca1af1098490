package io.serai.circuit.shared;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes what {@link WireReader} reads: numbers in groups of seven bits, texts and elements of
 * lists with their length before them.
 */
final class WireWriter {
  /** Longer texts, a reason with somebody's error in it, are cut. */
  static final int MOST_CHARS = 500;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  WireWriter octet(int value) {
    out.write(value);
    return this;
  }

  WireWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** From 0; less is written as 0. */
  WireWriter number(long value) {
    long rest = Math.max(0, value);
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  WireWriter text(String text) {
    var cut = text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) : text;
    return block(cut.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter circuit(CircuitId circuit) {
    return text(circuit.name()).text(circuit.fingerprint());
  }

  WireWriter mark(Mark mark) {
    return number(mark.version()).text(mark.author());
  }

  <T> WireWriter choice(T value, List<T> known) {
    return octet(known.indexOf(value));
  }

  <T> WireWriter list(List<T> elements, BiConsumer<T, WireWriter> each) {
    number(elements.size());
    for (var element : elements) {
      var block = new WireWriter();
      each.accept(element, block);
      block(block.bytes());
    }
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private WireWriter block(byte[] bytes) {
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }
}
