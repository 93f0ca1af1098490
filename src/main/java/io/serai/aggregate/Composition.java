package io.serai.aggregate;

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

  static IllegalArgumentException noQuorum() {
    return new IllegalArgumentException(
        "quorum is not to be had in this version (expected: no quorum). Make parts `optional`");
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
   * The document of all successes, in the order of the file.
   *
   * @throws io.serai.PartFailed if two say different things and that was to fail
   */
  abstract byte[] document(Slot[] slots);

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
