package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.json.JsonMerge;
import io.serai.json.Splice;
import org.jspecify.annotations.Nullable;

/**
 * {@code #keyed}: each part with an {@code as} under its name, the members of one without at the
 * top, in the order of the file.
 *
 * <p>In an {@code aggregate} with {@code aggregationRepository: "#cluster"} parts are named by the
 * property {@code name}, and come one by one.
 *
 * <p>Properties: {@code collision}, what becomes of a member that two parts without {@code as}, or
 * one of them and a name, both want: {@code first}, {@code last} (default) or {@code fail}; {@code
 * quorum}, how many parts have to come, instead of every required one; {@code headers}, see {@link
 * PartHeaders}; {@code name} and {@code lastWaits}, by default true, for parts that arrive apart.
 */
public final class Keyed extends Composition {
  private String name = "";
  private boolean lastWaits = true;

  /**
   * Sets what becomes of a member that is there already: {@code first}, {@code last}, {@code fail}.
   */
  public void setCollision(String text) {
    collision(text);
  }

  /** Sets what a part that arrives apart is called, a template: {@code {kind}}. */
  public void setName(String template) {
    name = template.strip();
  }

  /** Sets whether the caller of the last part waits for the result, or gets a 202 as the others. */
  public void setLastWaits(boolean waits) {
    lastWaits = waits;
  }

  /** What a part that arrives apart is called; empty if that isn't said. */
  String name() {
    return name;
  }

  boolean lastWaits() {
    return lastWaits;
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
    return !branch.named();
  }

  @Override
  byte[] document(Slot[] slots) {
    int size = 2;
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.isSuccess()) {
        if (!slot.branch.named()) {
          return merged(slots);
        }
        size += slot.branch.nameText().length + Outcomes.json(outcome).length + 1;
      }
    }
    // One byte too many: the first member has no comma.
    var document = new Splice(size > 2 ? size - 1 : size).add('{');
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome != null && outcome.isSuccess()) {
        document.member(slot.branch.nameText(), Outcomes.json(outcome));
      }
    }
    return document.add('}').bytes();
  }

  private byte[] merged(Slot[] slots) {
    var document = new JsonMerge(collision);
    for (var slot : slots) {
      var outcome = slot.outcome;
      if (outcome == null || !outcome.isSuccess()) {
        continue;
      }
      var text = Outcomes.json(outcome);
      String collided = null;
      if (slot.branch.named()) {
        collided = document.put(slot.branch.part(), text);
      } else if (isObject(text)) {
        collided = document.putAll(text);
      }
      if (collided != null) {
        throw collision(slot.branch.part(), collided);
      }
    }
    return document.bytes();
  }

  static PartFailed collision(String part, String member) {
    return new PartFailed(part, "member " + member + " is there already", 502, null);
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    var merge = new JsonMerge(collision);
    if (document != null && isObject(document)) {
      merge.putAll(document);
    }
    String collided = null;
    if (!part.isEmpty()) {
      collided = merge.put(part, text);
    } else if (isObject(text)) {
      collided = merge.putAll(text);
    } else {
      throw new PartFailed("part", "no JSON object, and has no `as` to stand under", 502, null);
    }
    if (collided != null) {
      throw collision(part.isEmpty() ? "part" : part, collided);
    }
    return merge.bytes();
  }
}
