package io.serai.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.serai.request.BodyFlow;
import io.serai.request.Parts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer in the bytes of HTTP/1.1. */
final class AnswerWriter {
  private static final byte[][] STATUS_LINES = new byte[600][];
  private static final byte[] JSON_TYPE = ascii("Content-Type: application/json\r\n");
  private static final byte[] CONTENT_TYPE = ascii("Content-Type: ");
  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] REQUEST_ID = ascii("\r\nX-Request-Id: ");
  private static final byte[] CLOSE = ascii("\r\nConnection: close");
  private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive");
  private static final byte[] END = ascii("\r\n\r\n");
  static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

  private static final DateTimeFormatter DATE_FORM =
      DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
  private static volatile DateLine date = new DateLine(-1, new byte[0]);

  static {
    for (int status = 200; status < 600; status++) {
      var reason = HttpResponseStatus.valueOf(status).reasonPhrase();
      STATUS_LINES[status] = ascii("HTTP/1.1 " + status + ' ' + reason + "\r\n");
    }
  }

  private AnswerWriter() {}

  /**
   * Writes an answer into a buffer of its own; of one whose body goes out as it comes, the head.
   *
   * @param withoutBody whether it answers a HEAD: all headers, the length too, and no body
   * @param close whether the connection ends after it
   * @param http10 whether the client must be told that it doesn't
   * @param parts whose outcomes go out, or null
   * @param nanos how long the request took, for {@code Server-Timing}
   * @param packs whether answers are packed for those who want it
   * @param wantsPacked whether this client does
   */
  static ByteBuf write(
      ByteBufAllocator allocator,
      Answer answer,
      String id,
      boolean withoutBody,
      boolean close,
      boolean http10,
      @Nullable Parts parts,
      long nanos,
      boolean packs,
      boolean wantsPacked) {
    int status = answer.status();
    // RFC 9110 section 6.4.1: these never have a body, and 204 has no Content-Length either.
    boolean bodiless = status == 204 || status == 205 || status == 304;
    var outcomes = parts == null ? null : parts.all();
    var sums = parts == null ? List.<Parts.Sum>of() : parts.sums();
    if (outcomes != null) {
      answer.report(outcomes, sums);
    }
    if (packs && Packing.isWorth(answer)) {
      answer.pack(wantsPacked);
    }
    var body = answer.body();
    var head = Scratch.clean();
    head.put(STATUS_LINES[status]);
    var type = answer.contentType();
    if (type.equals("application/json")) {
      head.put(JSON_TYPE);
    } else if (!type.isEmpty()) {
      head.put(CONTENT_TYPE).put(type).put('\r').put('\n');
    }
    var flow = answer.flow();
    if (flow != null) {
      framing(head, flow, status, withoutBody || bodiless, http10);
    } else if (status == 205) {
      head.put(CONTENT_LENGTH).put('0').put('\r').put('\n');
    } else if (!bodiless) {
      head.put(CONTENT_LENGTH).put(body.length).put('\r').put('\n');
    }
    var headers = answer.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      head.put(headers.get(i)).put(':').put(' ').put(headers.get(i + 1)).put('\r').put('\n');
    }
    if (outcomes != null) {
      Report.write(head, outcomes, sums, nanos);
    }
    head.put(dateLine());
    head.put(REQUEST_ID).put(id);
    if (close) {
      head.put(CLOSE);
    } else if (http10) {
      head.put(KEEP_ALIVE);
    }
    head.put(END);
    boolean withBody = !withoutBody && !bodiless;
    var buffer = allocator.ioBuffer(head.length() + (withBody ? body.length : 0));
    head.copyTo(buffer);
    if (withBody) {
      buffer.writeBytes(body);
    }
    return buffer;
  }

  /** A 304 and the answer to a HEAD tell the length that the body would have. */
  private static void framing(
      Scratch head, BodyFlow flow, int status, boolean withoutBody, boolean http10) {
    boolean none = status == 205;
    if (none || (flow.length() >= 0 && status != 204)) {
      head.put(CONTENT_LENGTH).put(none ? 0 : flow.length()).put('\r').put('\n');
    } else if (!withoutBody && !http10) {
      head.put(CHUNKED);
    }
  }

  /** Whether it has a body, however its request was framed. */
  static boolean hasBody(RequestHead asked, Answer answer) {
    int status = answer.status();
    return !asked.method().equals("HEAD") && status != 204 && status != 205 && status != 304;
  }

  private record DateLine(long second, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  private static byte[] dateLine() {
    long second = System.currentTimeMillis() / 1000;
    var line = date;
    if (line.second() != second) {
      var time = ZonedDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);
      line = new DateLine(second, ascii(DATE_FORM.format(time)));
      date = line;
    }
    return line.bytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
