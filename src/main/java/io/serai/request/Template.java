package io.serai.request;

import static io.serai.request.Slot.Namespace.REST;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A text with references in braces, parsed once, filled in per call. A brace that fits no form of
 * the vocabulary is text.
 *
 * <p>Where a value goes decides how it is written: {@link #path}, {@link #query}, {@link #header},
 * {@link #json}. They append to a buffer, throw nothing and answer null, or the {@link Gap} that
 * stopped them; what they had written till then stays in the buffer.
 */
public final class Template {

  /**
   * A reference as written.
   *
   * @param text without braces
   * @param namespace path, part, query, header, cookie, claim, property, item, index, rest
   * @param name within the namespace; for a part its name
   * @param member the JSON path within it, empty for the whole
   * @param defaultText or null
   * @param optional whether it ends in {@code ?}
   */
  public record Reference(
      String text,
      String namespace,
      String name,
      String member,
      @Nullable String defaultText,
      boolean optional) {}

  private final String text;
  private final List<Reference> references;
  private final Slot[] slots;
  // Around the slots: one more than there are slots.
  private final byte[][] plain;
  private final byte[][] encoded;

  private Template(String text, List<Slot> slots, List<String> literals) {
    this.text = text;
    this.slots = slots.toArray(Slot[]::new);
    this.references = slots.stream().map(Slot::reference).toList();
    this.plain =
        literals.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.encoded = literals.stream().map(Percent::literal).toArray(byte[][]::new);
  }

  /** Reads a template; every text is one. */
  public static Template parse(String text) {
    var slots = new ArrayList<Slot>();
    var literals = new ArrayList<String>();
    var literal = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int close = c == '{' ? text.indexOf('}', i) : -1;
      var reference = close < 0 ? null : ReferenceForm.read(text.substring(i + 1, close));
      if (reference != null) {
        slots.add(new Slot(reference, inString));
        literals.add(literal.toString());
        literal.setLength(0);
        i = close;
        continue;
      }
      if (c == '\\' && inString && i + 1 < text.length()) {
        literal.append(c);
        c = text.charAt(++i);
      } else if (c == '"') {
        inString = !inString;
      }
      literal.append(c);
    }
    literals.add(literal.toString());
    return new Template(text, slots, literals);
  }

  /**
   * Reads the template of a path.
   *
   * @throws IllegalArgumentException if a reference in it can't stand in a path
   */
  public static Template parsePath(String text) {
    var template = parse(text);
    for (var slot : template.slots) {
      if (slot.walks()) {
        throw new IllegalArgumentException(
            slot.written()
                + " in a path: it may have several values (expected: one). Use it in query or"
                + " body");
      }
      if (slot.namespace() == REST && !text.endsWith("/{*}") && !text.equals("{*}")) {
        throw new IllegalArgumentException(
            "{*} in " + text + ": it is several segments (expected: the last element of a path)");
      }
    }
    return template;
  }

  public List<Reference> references() {
    return references;
  }

  /** Whether it has no references, so that it is the same every time. */
  public boolean isConstant() {
    return slots.length == 0;
  }

  /** Appends the path; every value is one segment, only that of {@code {*}} several. */
  public @Nullable Gap path(Request request, Exchange exchange, ByteBuf out) {
    int start = out.writerIndex();
    out.writeBytes(encoded[0]);
    for (int i = 0; i < slots.length; i++) {
      var slot = slots[i];
      var gap =
          slot.namespace() == REST
              ? rest(slot, request, out)
              : segment(slot, Lookup.find(slot, request, exchange), out);
      if (gap != null) {
        return gap;
      }
      out.writeBytes(encoded[i + 1]);
    }
    // Encoded dots are dots to many servers (RFC 3986 section 5.2.4, WHATWG URL), so none pass.
    return slots.length > 0 && Percent.hasDotSegment(out, start)
        ? slots[slots.length - 1].refused()
        : null;
  }

  private static @Nullable Gap rest(Slot slot, Request request, ByteBuf out) {
    var segments = request.inputs().rest();
    for (int i = 0; i < segments.size(); i++) {
      if (i > 0) {
        out.writeByte('/');
      }
      if (!Percent.encode(segments.get(i), out)) {
        return slot.refused();
      }
    }
    return null;
  }

  private static @Nullable Gap segment(Slot slot, @Nullable Object value, ByteBuf out) {
    if (value instanceof byte[] raw && raw.length > 0 && (raw[0] == '{' || raw[0] == '[')) {
      return slot.refused();
    }
    var text = Lookup.text(slot, value);
    // An empty segment is another resource, as a rule the list of all.
    if (text == null || text.isEmpty()) {
      return slot.missing();
    }
    return Percent.encode(text, out) ? null : slot.refused();
  }

  /** Appends one query value, or a name; a part's array is joined by commas. */
  public @Nullable Gap query(Request request, Exchange exchange, ByteBuf out) {
    return query(request, exchange, false, out);
  }

  /** The same; in a form's value there may be control characters too, encoded. */
  @Nullable Gap query(Request request, Exchange exchange, boolean form, ByteBuf out) {
    out.writeBytes(encoded[0]);
    for (int i = 0; i < slots.length; i++) {
      var gap = QuerySlot.write(slots[i], Lookup.find(slots[i], request, exchange), form, out);
      if (gap != null) {
        return gap;
      }
      out.writeBytes(encoded[i + 1]);
    }
    return null;
  }

  /** Appends a header's value in UTF-8. */
  public @Nullable Gap header(Request request, Exchange exchange, ByteBuf out) {
    out.writeBytes(plain[0]);
    for (int i = 0; i < slots.length; i++) {
      var text = Lookup.text(slots[i], Lookup.find(slots[i], request, exchange));
      if (text == null) {
        return slots[i].missing();
      }
      if (!HeaderRules.isSafeValue(text)) {
        return slots[i].refused();
      }
      out.writeCharSequence(text, StandardCharsets.UTF_8);
      out.writeBytes(plain[i + 1]);
    }
    return null;
  }

  /**
   * Appends a JSON text. A part's member keeps its type; a text is a JSON string, escaped; within
   * quotes only what stands between them is written.
   */
  public @Nullable Gap json(Request request, Exchange exchange, ByteBuf out) {
    out.writeBytes(plain[0]);
    for (int i = 0; i < slots.length; i++) {
      if (!JsonSlot.write(slots[i], Lookup.find(slots[i], request, exchange), out)) {
        return slots[i].missing();
      }
      out.writeBytes(plain[i + 1]);
    }
    return null;
  }

  /**
   * The plain text, nothing encoded.
   *
   * @throws IllegalArgumentException naming the reference that has no value
   */
  public String fill(Request request, Exchange exchange) {
    var filled = new StringBuilder(new String(plain[0], StandardCharsets.UTF_8));
    for (int i = 0; i < slots.length; i++) {
      var value = Lookup.text(slots[i], Lookup.find(slots[i], request, exchange));
      if (value == null) {
        throw new IllegalArgumentException(slots[i].missing().reason());
      }
      filled.append(value).append(new String(plain[i + 1], StandardCharsets.UTF_8));
    }
    return filled.toString();
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}
