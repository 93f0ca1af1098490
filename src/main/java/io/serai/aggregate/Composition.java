package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.json.JsonMerge.Collision;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import io.serai.request.Outcome;
import io.serai.request.Request;
import java.util.Locale;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that makes one JSON document of parts. Our multicast asks it once for the whole
 * document; a stock EIP hands it exchange by exchange.
 */
abstract class Composition implements AggregationStrategy {
  Collision collision = Collision.LAST;
  private Quorum quorum = Quorum.REQUIRED;
  private PartHeaders headers = PartHeaders.USUAL;

  void collision(String text) {
    collision =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "first" -> Collision.FIRST;
          case "last" -> Collision.LAST;
          case "fail" -> Collision.FAIL;
          default ->
              throw new IllegalArgumentException(
                  "collision: " + text + " (expected: first, last or fail)");
        };
  }

  void quorum(int parts) {
    quorum = Quorum.of(parts);
  }

  void headers(String text) {
    headers = PartHeaders.parse(text);
  }

  /** Why a multicast of so many branches could only fail; empty if it needn't. */
  String refusal(int branches) {
    return quorum.refusal(branches);
  }

  /**
   * Whether nothing that is still to come changes the answer.
   *
   * @param latest what a part just ended with, among the slots already
   * @param pending how many are still to come
   */
  boolean isOver(Slot[] slots, Outcome latest, int pending) {
    return quorum.isOver(slots, latest, pending);
  }

  /** What the request fails with once it is over; null if there is a document to be made. */
  @Nullable PartFailed failure(Slot[] slots) {
    return quorum.failure(slots);
  }

  /** Those whose successes the answer is made of. */
  Slot[] chosen(Slot[] slots) {
    return slots;
  }

  /** How their headers come onto the route's message. */
  PartHeaders headers() {
    return headers;
  }

  /** Why a success can't stand in the document; empty if it can. */
  String refusal(Branch branch, Outcome success) {
    if (success.body().length > 0 && !success.json()) {
      var type = success.contentType();
      return type.isEmpty() ? "answered no JSON" : "answered no JSON but " + type;
    }
    return needsObject(branch) && !isObjectOrNothing(success)
        ? "answered no JSON object, and has no `as` to stand under"
        : "";
  }

  /** Whether the part of that branch is spread out over the document. */
  abstract boolean needsObject(Branch branch);

  /**
   * The document of all successes among the chosen, in the order of the file.
   *
   * @throws PartFailed if two say different things and that was to fail
   */
  abstract byte[] document(Slot[] chosen);

  /**
   * The document with one more part.
   *
   * @param document so far, null if this is the first
   * @param part its name, empty if it has none
   */
  abstract byte[] with(byte @Nullable [] document, String part, byte[] text);

  @Override
  public Exchange aggregate(@Nullable Exchange old, @Nullable Exchange added) {
    if (added == null || added.getException() != null) {
      if (old == null || added == null) {
        return old == null ? Objects.requireNonNull(added) : old;
      }
      old.setException(added.getException());
      return old;
    }
    var target = old == null ? added : old;
    try {
      var body = added.getMessage().getBody();
      var part = partOf(added, body);
      var so = old == null ? null : BodyText.of(old, old.getMessage().getBody());
      target.getMessage().setBody(with(so, part, BodyText.of(added, body)));
      target.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    } catch (RuntimeException e) {
      target.setException(e);
    }
    return target;
  }

  /** The part whose body this is, empty if it was changed since. */
  private static String partOf(Exchange exchange, @Nullable Object body) {
    var request = Request.of(exchange);
    if (request != null && body != null) {
      var parts = request.parts().all();
      for (int i = parts.size() - 1; i >= 0; i--) {
        if (parts.get(i).body() == body) {
          return parts.get(i).part();
        }
      }
    }
    return "";
  }

  static boolean isObject(byte[] text) {
    return JsonScan.kind(text) == JsonScan.Kind.OBJECT;
  }

  private static boolean isObjectOrNothing(Outcome success) {
    var text = Outcomes.json(success);
    return isObject(text) || JsonText.isNull(text);
  }
}
