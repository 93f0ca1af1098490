package io.serai.aggregate;

import io.serai.json.JsonConcat;
import io.serai.json.JsonProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code #concat}: one array of the elements of all parts, in the order of the file. A part that is
 * no array is one element, {@code null} is none.
 *
 * <p>Properties: {@code quorum}, how many parts have to come, instead of every required one; {@code
 * headers}, see {@link PartHeaders}.
 */
public final class Concat extends Composition {

  /** Sets how many parts have to come, 1 to the number of branches. */
  public void setQuorum(int parts) {
    quorum(parts);
  }

  /** Sets how several parts' values of a header become one: {@code "X-Total=all, ETag=first"}. */
  public void setHeaders(String text) {
    headers(text);
  }

  @Override
  boolean needsObject(Branch branch) {
    return false;
  }

  @Override
  byte[] document(Slot[] slots) {
    var parts = new ArrayList<byte[]>(slots.length);
    for (var slot : slots) {
      if (slot.outcome != null && slot.outcome.isSuccess()) {
        parts.add(Outcomes.json(slot.outcome));
      }
    }
    return array(parts);
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    return array(document == null ? List.of(text) : List.of(document, text));
  }

  private static byte[] array(List<byte[]> parts) {
    try {
      return JsonConcat.of(parts);
    } catch (JsonProblem e) {
      // Parts leave a level, so they were too long together.
      throw new IllegalStateException(e);
    }
  }
}
