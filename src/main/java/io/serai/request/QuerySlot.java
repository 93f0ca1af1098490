package io.serai.request;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a value where a reference stands in a query or a form. */
final class QuerySlot {
  private QuerySlot() {}

  /** What keeps it from being written, null if nothing does. */
  static @Nullable Gap write(Slot slot, @Nullable Object value, boolean form, ByteBuf out) {
    return value instanceof List<?> all && !all.isEmpty()
        ? values(slot, all, form, out)
        : one(slot, value, form, out);
  }

  @SuppressWarnings("ReferenceEquality") // the mark, not an empty list
  private static @Nullable Gap one(Slot slot, @Nullable Object value, boolean form, ByteBuf out) {
    var text = Lookup.text(slot, value);
    if (text == null && slot.walks()) {
      // Left out, it would ask a list endpoint for everything.
      boolean empty = value != null && value != Lookup.NO_VALUES;
      return empty || slot.reference().optional() ? slot.empty() : slot.missing();
    }
    return value(slot, text, form, out);
  }

  private static @Nullable Gap value(Slot slot, @Nullable String text, boolean form, ByteBuf out) {
    if (text == null) {
      return slot.missing();
    }
    return Percent.encode(text, form, out) ? null : slot.refused();
  }

  /** Each encoded by itself, so that a comma within a value separates nothing. */
  private static @Nullable Gap values(Slot slot, List<?> all, boolean form, ByteBuf out) {
    for (int i = 0; i < all.size(); i++) {
      if (i > 0) {
        out.writeByte(',');
      }
      var gap = value(slot, Lookup.text(slot, all.get(i)), form, out);
      if (gap != null) {
        return gap;
      }
    }
    return null;
  }
}
