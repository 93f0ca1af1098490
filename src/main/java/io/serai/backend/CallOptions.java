package io.serai.backend;

import io.serai.formats.ContentType;
import io.serai.request.HeaderRules;
import io.serai.request.QueryTemplate;
import io.serai.request.Template;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code backend:} call says, with the settings' defaults filled in.
 *
 * @param as the part's name, empty for none
 * @param method empty for the client's own
 * @param query null for none
 * @param body null for none, message or a form
 * @param form the body as a form, null for any other
 * @param message whether the message's body is sent; null if the method decides
 * @param timeout in nanoseconds
 * @param attemptTimeout in nanoseconds, 0 for none
 * @param fallback as written, empty for none
 * @param circuit whether it passes the backend's circuits
 * @param hedging off for a call that can't be sent twice
 * @param stream whether bodies go on as they come, where the call is a step by itself
 * @param deadlineHeader null if the backend isn't told
 */
record CallOptions(
    String as,
    String method,
    @Nullable QueryTemplate query,
    HeaderRules requestHeaders,
    ResponseHeaders responseHeaders,
    @Nullable Template body,
    @Nullable QueryTemplate form,
    @Nullable Boolean message,
    long timeout,
    long attemptTimeout,
    Retries retries,
    Hedging hedging,
    boolean idempotent,
    boolean optional,
    String fallback,
    Statuses expect,
    Statuses passStatus,
    boolean ownDeadline,
    long maxBody,
    Reading reading,
    IdempotencyKey idempotencyKey,
    @Nullable DeadlineHeader deadlineHeader,
    boolean circuit,
    boolean stream) {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /**
   * Reads the texts.
   *
   * @throws IllegalArgumentException with name, value and what was expected
   */
  static CallOptions read(Texts texts) {
    var query = texts.get("query", "");
    var body = texts.get("body", "");
    var fallback = texts.get("fallback", "");
    var key = IdempotencyKey.read(texts);
    var deadlineHeader = DeadlineHeader.read(texts);
    boolean stream = Parameters.stream(texts);
    var requestHeaders =
        OurHeaders.checked(
            texts.name("requestHeaders"),
            HeaderRules.parse(texts.name("requestHeaders"), texts.get("requestHeaders", "")),
            key,
            deadlineHeader,
            stream);
    boolean template = !Set.of("", "none", "message").contains(body);
    boolean form = template && setsForm(requestHeaders);
    return new CallOptions(
        as(texts),
        method(texts),
        query.isEmpty() ? null : QueryTemplate.parse(query),
        requestHeaders,
        ResponseHeaders.read(texts.name("responseHeaders"), texts.get("responseHeaders", "")),
        template && !form ? Template.parse(body) : null,
        form ? QueryTemplate.parse(body) : null,
        body.equals("message") ? Boolean.TRUE : body.isEmpty() ? null : Boolean.FALSE,
        texts.nanos("timeout", "2s"),
        texts.nanos("attemptTimeout", "0"),
        Retries.read(texts),
        Hedging.read(texts, unfit(texts, key)),
        texts.flag("idempotent", false),
        texts.flag("optional", false) || !fallback.isEmpty(),
        fallback,
        Statuses.read(texts, "expect", ""),
        Statuses.read(texts, "passStatus", "404,409,410,412,422"),
        ownDeadline(texts),
        texts.size("maxBody", "8MiB"),
        Reading.read(texts),
        key,
        deadlineHeader,
        // What undoes a write is owed, whatever became of the calls before it.
        texts.flag("circuit", true) && !ownDeadline(texts),
        stream);
  }

  /** Whether they say that the body is a form: then it is written as one. */
  private static boolean setsForm(HeaderRules rules) {
    return rules.added().stream()
        .filter(added -> added.name().equalsIgnoreCase("Content-Type"))
        .anyMatch(
            added -> ContentType.of(added.value().toString()).kind() == ContentType.Kind.FORM);
  }

  private static String as(Texts texts) {
    var as = texts.get("as", "");
    for (int i = 0; i < as.length(); i++) {
      char c = as.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
        throw texts.wrong("as", as, "a name of letters, digits, - and _");
      }
    }
    if (RESERVED.contains(as)) {
      throw texts.wrong("as", as, "a name that is no reserved word: " + RESERVED);
    }
    return as;
  }

  private static final Set<String> RESERVED =
      new java.util.TreeSet<>(
          Set.of("part", "query", "header", "cookie", "claim", "property", "item", "index"));

  private static String method(Texts texts) {
    var method = texts.get("method", "GET");
    if (method.equals("*")) {
      return "";
    }
    for (int i = 0; i < method.length(); i++) {
      if (method.charAt(i) < 'A' || method.charAt(i) > 'Z') {
        throw texts.wrong("method", method, "one method in capitals such as POST, or *");
      }
    }
    if (method.equals("CONNECT")) {
      throw texts.wrong("method", method, "a method that asks for a resource");
    }
    return method;
  }

  /** Why it can't be sent twice at the same time; empty if it can, or that is seen call by call. */
  private static String unfit(Texts texts, IdempotencyKey key) {
    var method = method(texts);
    if (ownDeadline(texts)) {
      return "a call with deadline: own isn't given up";
    } else if (Parameters.stream(texts)) {
      return "what goes on as it comes isn't asked for twice";
    } else if (key == IdempotencyKey.GENERATE) {
      return "by its key a backend may refuse the second while the first is under way";
    }
    return method.isEmpty() || isSafe(method) || texts.flag("idempotent", false)
        ? ""
        : "a " + method + " without idempotent: true may not be sent twice";
  }

  private static boolean ownDeadline(Texts texts) {
    var deadline = texts.get("deadline", "");
    return switch (deadline.toLowerCase(Locale.ROOT)) {
      case "" -> false;
      case "own" -> true;
      default -> throw texts.wrong("deadline", deadline, "own, or nothing");
    };
  }

  boolean required() {
    return !optional;
  }

  /** Whether a call with this method changes nothing, so that it can be given up at any time. */
  static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  boolean sendsMessage(String method) {
    return message == null ? WITH_BODY.contains(method) : message;
  }
}
