package io.serai.entry;

import io.netty.buffer.Unpooled;
import io.serai.request.Dispatch.Inner;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The head of an inner request, written as its client would have written it and then read as any
 * other: nothing gets in by a body that wouldn't get in by a socket. Who the client is, and all
 * else that isn't about one message, is said by the outer head.
 */
final class InnerHead {
  private static final int MOST_ID = 64;

  /** About the outer message or its answer; the inner one has its own or none. */
  private static final Set<String> OF_MESSAGE =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "cache-control",
          "digest",
          "idempotency-key",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "pragma",
          "prefer",
          "range",
          "want-digest",
          // Written anew, as the next of the outer one's trace.
          "traceparent",
          "x-request-id");

  private InnerHead() {}

  /** The outer id and the place in there; as long as an id may be. */
  static String id(String outer, int number) {
    var place = "-" + number;
    return outer.substring(0, Math.min(outer.length(), MOST_ID - place.length())) + place;
  }

  /**
   * Puts both together.
   *
   * @throws Malformed for what couldn't come by a socket either
   */
  static RequestHead of(Visit outer, Inner inner, ListenerSettings limits) throws Malformed {
    check(inner);
    var text = new StringBuilder(512);
    text.append(inner.method()).append(' ').append(inner.target());
    text.append(outer.head().http10() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    line(text, "X-Request-Id", id(outer.id(), inner.number()));
    line(text, "traceparent", outer.identity().traceparent());
    outer(text, outer.head(), names(inner.headers()));
    for (int i = 0; i < inner.headers().size(); i += 2) {
      line(text, inner.headers().get(i), inner.headers().get(i + 1));
    }
    if (inner.body().length > 0) {
      line(text, "Content-Length", "" + inner.body().length);
    }
    text.append("\r\n");
    var input = new Input();
    input.add(Unpooled.wrappedBuffer(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    var head = input.head(limits);
    if (head == null || input.size() > 0) {
      throw Malformed.bad("what was sent inside is no request");
    }
    return head;
  }

  private static void check(Inner inner) throws Malformed {
    if (!Chars.isToken(inner.method())) {
      throw Malformed.bad("the method isn't a token");
    }
    var target = inner.target();
    if (!target.startsWith("/") || target.startsWith("//")) {
      throw Malformed.bad("the path doesn't begin with one slash");
    }
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) > 0x7f || !Chars.isTarget(target.charAt(i))) {
        throw Malformed.bad("a character in the path that has to be percent-encoded");
      }
    }
    for (int i = 0; i < inner.headers().size(); i += 2) {
      var name = inner.headers().get(i);
      if (!Chars.isToken(name)) {
        throw Malformed.bad("a header's name isn't a token");
      }
      if (HeaderNames.isNeverLet(name)) {
        throw Malformed.bad("a header that belongs to a connection");
      }
      if (!Chars.isValue(inner.headers().get(i + 1))) {
        throw Malformed.bad("a header's value has a control character or one beyond Latin-1");
      }
    }
  }

  private static Set<String> names(List<String> headers) {
    var names = new HashSet<String>();
    for (int i = 0; i < headers.size(); i += 2) {
      names.add(headers.get(i).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static void outer(StringBuilder text, RequestHead head, Set<String> said) {
    for (int i = 0; i < head.count(); i++) {
      var name = head.name(i);
      var lower = name.toLowerCase(Locale.ROOT);
      if (!said.contains(lower)
          && !OF_MESSAGE.contains(lower)
          && !lower.startsWith("content-")
          && LetIn.isLetIn(head, NameRule.ALL, lower)) {
        line(text, name, head.value(i));
      }
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
