package io.serai.backend;

import io.serai.request.HeaderRules;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Headers of a request that no rule lists or sets, and what to do instead. */
final class OurHeaders {
  private static final Map<String, String> CURES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    CURES.put("Host", "It is always that of the backend's URL: change backend.<name>.url");
    CURES.put("Via", "It is always sent: loops are found by it. Remove it");
    CURES.put("traceparent", "It is always sent and goes on with the client's trace. Remove it");
    CURES.put(
        "X-Request-Id",
        "It is always sent with the request's id. Remove it, or choose another name");
    CURES.put("Accept-Encoding", "It is always sent, as the parameter gzip says. Remove it");
    CURES.put("Expect", "It is never sent: a body goes out with its head. Remove it");
  }

  private OurHeaders() {}

  static boolean has(String name) {
    return CURES.containsKey(name);
  }

  /**
   * Refuses them where they would be passed over without a word.
   *
   * @param parameter whose rules these are, for messages
   * @param key what else may set Idempotency-Key
   * @param deadline what tells how long is left, if anything does
   * @param stream whether answers aren't read, and so may be encoded
   * @throws IllegalArgumentException with name, what was expected and the cure
   */
  static HeaderRules checked(
      String parameter,
      HeaderRules rules,
      IdempotencyKey key,
      @Nullable DeadlineHeader deadline,
      boolean stream) {
    for (var name : rules.names()) {
      if (!(stream && name.equalsIgnoreCase("Accept-Encoding"))) {
        check(parameter, name, key, deadline);
      }
    }
    rules.added().forEach(added -> check(parameter, added.name(), key, deadline));
    for (var name : rules.names()) {
      if (name.equalsIgnoreCase("Content-Type")) {
        throw wrong(
            parameter,
            name,
            "It goes with the message's body anyway. Remove it, or set another:"
                + " Content-Type=text/csv");
      }
    }
    return rules;
  }

  private static void check(
      String parameter, String name, IdempotencyKey key, @Nullable DeadlineHeader deadline) {
    var cure = CURES.get(name);
    if (cure != null) {
      throw wrong(parameter, name, cure);
    }
    if (key.isAskedFor() && name.equalsIgnoreCase(IdempotencyKey.HEADER)) {
      throw wrong(parameter, name, "The parameter idempotencyKey sends it too: remove one of them");
    }
    if (deadline != null && deadline.is(name)) {
      throw wrong(parameter, name, "The setting deadlineHeader sends it too: remove one of them");
    }
  }

  private static IllegalArgumentException wrong(String parameter, String name, String cure) {
    return new IllegalArgumentException(
        parameter + ": " + name + " (expected: a header that a route may choose). " + cure);
  }
}
