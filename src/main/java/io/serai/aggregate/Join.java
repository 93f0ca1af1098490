package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.json.JsonJoin;
import io.serai.json.JsonProblem;
import io.serai.json.JsonText;
import io.serai.request.Outcome;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code #join}: documents that were looked up, put into the elements of a part that point at them.
 * The part itself stays as it was; the message becomes its document with what was joined in.
 *
 * <p>Properties: {@code into}, the part and the way to its elements, {@code orders.items[]}; {@code
 * match}, a member of an element and the one of a looked-up document that says the same, {@code
 * sellerId = id}; {@code as}, the member it becomes, {@code seller}, or {@code reviews[]} for all
 * that match; {@code concurrency}, how many elements are under way together in a split with {@code
 * parallelProcessing}, 1 to 1024, default 16; {@code maxBody}, how long the looked-up documents may
 * be together, and the joined one, default 64MiB.
 */
public final class Join extends ElementStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(Join.class);

  private String into = "";
  private String match = "";
  private String as = "";
  private @Nullable JsonJoin join;

  /** Sets the part and the way to the elements in it, {@code orders.items[]}. */
  public void setInto(String text) {
    into = text.strip();
  }

  /** Sets what has to be equal, {@code sellerId = id}. */
  public void setMatch(String text) {
    match = text.strip();
  }

  /** Sets the member it becomes, {@code seller}, or {@code reviews[]} for all that match. */
  public void setAs(String text) {
    as = text.strip();
  }

  /** Sets how many elements are under way together, 1 to 1024. */
  public void setConcurrency(int atOnce) {
    concurrency(atOnce);
  }

  /** Sets how long what is joined may be, such as {@code 64MiB}. */
  public void setMaxBody(String size) {
    maxBody(size);
  }

  @Override
  void check() {
    join();
  }

  private synchronized JsonJoin join() {
    if (join == null) {
      require("into", into, "orders.items[]");
      require("match", match, "sellerId = id");
      require("as", as, "seller, or reviews[] for all that match");
      join = JsonJoin.of(within(), match, as);
    }
    return join;
  }

  private static void require(String property, String text, String example) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          property + " is missing (expected: such as " + example + ")");
    }
  }

  /** The part whose document is joined into. */
  String part() {
    int end = 0;
    while (end < into.length() && into.charAt(end) != '.' && into.charAt(end) != '[') {
      end++;
    }
    return into.substring(0, end);
  }

  private String within() {
    var rest = into.substring(part().length());
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  @Override
  String as() {
    return as.endsWith("[]") ? as.substring(0, as.length() - 2) : as;
  }

  @Override
  byte[] document(FanOut fanOut) {
    var part = part();
    Outcome target = fanOut.request == null ? null : fanOut.request.parts().get(part);
    byte[] document = null;
    var lookedUp = new ArrayList<byte[]>(fanOut.slots.length);
    for (var slot : fanOut.slots) {
      var outcome = slot.outcome;
      if (outcome == null) {
        continue;
      }
      if (slot.element == null && slot.branch.part().equals(part)) {
        target = outcome;
        document = json(outcome);
      } else if (outcome.isSuccess()) {
        lookedUp.add(Outcomes.json(outcome));
      }
    }
    if (document == null) {
      document = named(part, target, fanOut);
    }
    var misfit = join().misfit(document);
    if (!misfit.isEmpty()) {
      // What came is JSON, and not what the file was written for: somebody has to hear of it.
      LOG.warn(
          "route {}, {}: {} has {} ({})",
          fanOut.fork.getRouteId(),
          fanOut.fork.getId(),
          part,
          misfit,
          into);
      if (target == null || target.required()) {
        throw new PartFailed(part, "can't be joined into: " + misfit, 502, null);
      }
      document = JsonText.nullText();
    }
    try {
      return join().join(document, lookedUp, maxBody());
    } catch (JsonProblem e) {
      throw new PartFailed(as(), "" + e.getMessage(), 502, null);
    }
  }

  /** A part that isn't to be had is nothing to join into, and stays nothing. */
  private static byte[] json(Outcome outcome) {
    return outcome.isSuccess() ? Outcomes.json(outcome) : JsonText.nullText();
  }

  private static byte[] named(String part, @Nullable Outcome outcome, FanOut fanOut) {
    if (outcome != null && (outcome.json() || !outcome.isSuccess())) {
      return json(outcome);
    }
    var variable = fanOut.exchange.getVariable(part);
    if (variable == null) {
      throw new PartFailed(part, "is not there to join into", 502, null);
    }
    try {
      return BodyText.of(fanOut.exchange, variable);
    } catch (IllegalArgumentException e) {
      throw new PartFailed(part, "can't be joined into: " + e.getMessage(), 502, null);
    }
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    throw new IllegalStateException("refused when the route is built");
  }
}
