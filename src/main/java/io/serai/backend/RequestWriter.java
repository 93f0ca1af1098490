package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.serai.request.BodyFlow;
import io.serai.request.Gap;
import io.serai.request.HeaderRules;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request straight into the bytes that are sent. What differs between a backend's hosts
 * stands in front, so that a retry elsewhere copies the rest.
 */
final class RequestWriter {
  private static final byte[] PACKED = bytes("Accept-Encoding: gzip\r\nVia: ");
  private static final byte[] PLAIN = bytes("Accept-Encoding: identity\r\nVia: ");
  private static final byte[] VIA = bytes("Via: ");
  private static final byte[] CHUNKED = bytes("Transfer-Encoding: chunked\r\n\r\n");
  private static final byte[] TRACEPARENT = bytes("\r\ntraceparent: ");
  private static final byte[] REQUEST_ID = bytes("\r\nX-Request-Id: ");
  private static final byte[] ACCEPT = bytes("Accept: application/json, */*;q=0.1\r\n");
  private static final byte[] CONTENT_TYPE = bytes("Content-Type: ");
  private static final byte[] JSON_TYPE = bytes("Content-Type: application/json\r\n");
  private static final byte[] CONTENT_LENGTH = bytes("Content-Length: ");
  private static final byte[] COLON = bytes(": ");
  private static final byte[] CRLF = bytes("\r\n");
  private static final byte[] HEX = bytes("0123456789abcdef");

  private final CallOptions options;
  private final Request request;
  private final Exchange exchange;
  private final ByteBuf out;

  /**
   * Where the target without the host's prefix or a lone slash starts and ends, and what follows
   * the Host line.
   */
  int targetStart;

  int targetEnd;
  int restStart;

  /** Whether an Idempotency-Key was written, by which the backend knows a repeated call. */
  boolean keyed;

  /** Where the time left is to be filled in, 0 if it isn't told. */
  int deadlineAt;

  // Whether a rule has set these, which else we would.
  private boolean accepts;
  private boolean typed;
  // The answer isn't read here: how it is encoded is the client's business.
  private final boolean encodes;

  RequestWriter(CallOptions options, Request request, Exchange exchange, ByteBuf out) {
    this.options = options;
    this.request = request;
    this.exchange = exchange;
    this.out = out;
    this.encodes = options.stream() && options.requestHeaders().lets("Accept-Encoding");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes all of it, or tells what is missing. */
  @Nullable Gap write(CallPlan plan, Host host, String method) {
    out.writeCharSequence(method, StandardCharsets.US_ASCII);
    out.writeByte(' ');
    out.writeBytes(host.pathPrefix);
    targetStart = out.writerIndex();
    var gap = plan.path().path(request, exchange, out);
    if (gap != null) {
      return gap;
    }
    if (out.writerIndex() == targetStart && host.pathPrefix.length == 0) {
      out.writeByte('/');
      targetStart++; // Another host's prefix goes without it.
    }
    if (options.query() != null) {
      gap = options.query().append(request, exchange, out);
      if (gap != null) {
        return gap;
      }
    }
    targetEnd = out.writerIndex();
    out.writeBytes(host.afterTarget);
    restStart = out.writerIndex();
    out.writeBytes(
        encodes ? VIA : !options.stream() && options.reading().packed() ? PACKED : PLAIN);
    var via = request.identity().via();
    out.writeCharSequence(via.isEmpty() ? "1.1 serai" : via, StandardCharsets.US_ASCII);
    out.writeBytes(TRACEPARENT);
    traceparent(request.identity().traceparent());
    out.writeBytes(REQUEST_ID);
    out.writeCharSequence(request.identity().id(), StandardCharsets.US_ASCII);
    out.writeBytes(CRLF);
    if (!options.requestHeaders().isNone()) {
      gap = listed();
      if (gap != null) {
        return gap;
      }
      accepts |= options.requestHeaders().lets("Accept") && value("Accept") != null;
    }
    var key = key(method);
    if (key != null && HeaderRules.isSafeValue(key)) {
      keyed = true;
      line(IdempotencyKey.HEADER, key);
    }
    if (options.deadlineHeader() != null) {
      deadlineAt = options.deadlineHeader().write(out);
    }
    if (!accepts && !options.stream()) {
      out.writeBytes(ACCEPT);
    }
    return body(method);
  }

  private @Nullable String key(String method) {
    var key = options.idempotencyKey().key(request, exchange);
    if (key == null || options.idempotencyKey() != IdempotencyKey.OWN) {
      return key;
    }
    // Nobody asked for it: only where it is of use, and never beside one that a rule has set.
    return CallOptions.isSafe(method) || setsKey() ? null : key;
  }

  private boolean setsKey() {
    var rules = options.requestHeaders();
    return rules.lets(IdempotencyKey.HEADER)
        || rules.added().stream()
            .anyMatch(added -> added.name().equalsIgnoreCase(IdempotencyKey.HEADER));
  }

  /** The client's trace with a new span: the third field is ours, W3C Trace Context 3.2. */
  private void traceparent(String incoming) {
    var random = ThreadLocalRandom.current();
    if (incoming.length() == 55) {
      ByteBufUtil.writeUtf8(out, incoming, 0, 36);
      hex(random.nextLong());
      ByteBufUtil.writeUtf8(out, incoming, 52, 55);
    } else {
      out.writeCharSequence("00-", StandardCharsets.US_ASCII);
      hex(random.nextLong());
      hex(random.nextLong());
      out.writeByte('-');
      hex(random.nextLong());
      out.writeCharSequence("-00", StandardCharsets.US_ASCII);
    }
  }

  private void hex(long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      out.writeByte(HEX[(int) (value >>> shift) & 15]);
    }
  }

  private @Nullable Gap listed() {
    var rules = options.requestHeaders();
    if (rules.all()) {
      for (var name : request.inputs().headerNames()) {
        if (rules.lets(name)) {
          let(name);
        }
      }
    }
    for (var name : rules.names()) {
      if (!rules.all() || request.inputs().header(name) == null) {
        let(name);
      }
    }
    for (var added : rules.added()) {
      boolean type = added.name().equalsIgnoreCase(Exchange.CONTENT_TYPE);
      int start = out.writerIndex();
      name(added.name());
      var gap = added.value().header(request, exchange, out);
      if (gap == null) {
        out.writeBytes(CRLF);
        typed |= type;
        accepts |= added.name().equalsIgnoreCase("Accept");
      } else if (gap.kind() == Gap.Kind.SKIPPED) {
        out.writerIndex(start);
      } else {
        return gap;
      }
    }
    return null;
  }

  private void let(String name) {
    // Content-Type goes with the body it is of.
    boolean ours = OurHeaders.has(name) && !(encodes && name.equalsIgnoreCase("Accept-Encoding"));
    if (ours || name.equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
      return;
    }
    if (options.idempotencyKey().isAskedFor() && name.equalsIgnoreCase(IdempotencyKey.HEADER)) {
      return; // Under a *; it is written by itself.
    }
    if (options.deadlineHeader() != null && options.deadlineHeader().is(name)) {
      return; // Under a *; the client's is none of the backend's business.
    }
    var value = value(name);
    if (value instanceof Collection<?> lines) {
      for (var line : lines) {
        line(name, String.valueOf(line));
      }
    } else if (value != null) {
      line(name, value.toString());
    }
  }

  private void line(String name, String value) {
    if (HeaderRules.isSafeValue(value)) {
      name(name);
      out.writeCharSequence(value, StandardCharsets.UTF_8);
      out.writeBytes(CRLF);
    }
  }

  private void name(String name) {
    out.writeCharSequence(name, StandardCharsets.US_ASCII);
    out.writeBytes(COLON);
  }

  /** The route may have set it since; else it is the client's. */
  private @Nullable Object value(String name) {
    Object set = exchange.getMessage().getHeader(name);
    return set == null ? request.inputs().header(name) : set;
  }

  private @Nullable Gap body(String method) {
    if (exchange.getMessage().getBody() instanceof BodyFlow flow && options.stream()) {
      type(exchange.getMessage(), false);
      if (flow.length() < 0) {
        out.writeBytes(CHUNKED);
      } else {
        length(flow.length());
      }
    } else if (options.body() != null || options.form() != null) {
      var text = out.alloc().buffer();
      try {
        var gap = filled(text);
        if (gap != null) {
          return gap;
        }
        if (!typed) {
          out.writeBytes(JSON_TYPE);
        }
        length(text.readableBytes());
        out.writeBytes(text);
      } finally {
        text.release();
      }
    } else if (options.sendsMessage(method)) {
      message(exchange.getMessage());
    } else if (!CallOptions.isSafe(method) && !method.equals("DELETE")) {
      length(0);
    } else {
      out.writeBytes(CRLF);
    }
    return null;
  }

  private @Nullable Gap filled(ByteBuf text) {
    if (options.form() != null) {
      return options.form().form(request, exchange, text);
    }
    return options.body() == null ? null : options.body().json(request, exchange, text);
  }

  private void message(Message message) {
    var content = message.getBody();
    if (content instanceof BodyFlow) {
      throw new IllegalStateException("its body is a stream, and it isn't stream: true");
    }
    byte[] body =
        content == null
            ? new byte[0]
            : content instanceof byte[] bytes
                ? bytes
                : content instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : message.getBody(byte[].class);
    if (body == null) {
      body = String.valueOf(content).getBytes(StandardCharsets.UTF_8);
    }
    if (body.length > 0) {
      type(message, true);
    }
    length(body.length);
    out.writeBytes(body);
  }

  /** Goes with the body that it is of. */
  private void type(Message message, boolean orJson) {
    var type = message.getHeader(Exchange.CONTENT_TYPE);
    if (!typed) {
      if (type != null && HeaderRules.isSafeValue(type.toString())) {
        out.writeBytes(CONTENT_TYPE);
        out.writeCharSequence(type.toString(), StandardCharsets.UTF_8);
        out.writeBytes(CRLF);
      } else if (orJson) {
        out.writeBytes(JSON_TYPE);
      }
    }
  }

  private void length(long length) {
    out.writeBytes(CONTENT_LENGTH);
    ByteBufUtil.writeAscii(out, Long.toString(length));
    out.writeBytes(CRLF);
    out.writeBytes(CRLF);
  }
}
