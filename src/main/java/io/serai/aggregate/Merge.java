package io.serai.aggregate;

import io.serai.json.JsonMerge;
import org.jspecify.annotations.Nullable;

/**
 * {@code #merge}: all parts one object, objects within objects too, in the order of the file;
 * arrays and scalars are not looked into.
 *
 * <p>Properties: {@code collision}, what becomes of a value that two parts have: {@code first},
 * {@code last} (default) or {@code fail}; {@code quorum}, how many parts have to come, instead of
 * every required one; {@code headers}, see {@link PartHeaders}.
 */
public final class Merge extends Composition {

  /**
   * Sets what becomes of a value that is there already: {@code first}, {@code last}, {@code fail}.
   */
  public void setCollision(String text) {
    collision(text);
  }

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
    return true;
  }

  @Override
  byte[] document(Slot[] slots) {
    var document = new JsonMerge(collision);
    for (var slot : slots) {
      if (slot.outcome != null && slot.outcome.isSuccess()) {
        add(document, slot.branch.part(), Outcomes.json(slot.outcome));
      }
    }
    return document.bytes();
  }

  private static void add(JsonMerge document, String part, byte[] text) {
    var collided = isObject(text) ? document.merge(text) : null;
    if (collided != null) {
      throw Keyed.collision(part, collided);
    }
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    var merge = new JsonMerge(collision);
    if (document != null) {
      add(merge, part, document);
    }
    add(merge, part.isEmpty() ? "part" : part, text);
    return merge.bytes();
  }
}
