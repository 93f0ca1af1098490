package io.serai.backend;

import static io.serai.backend.AnswerParser.text;

import io.serai.formats.ContentType;
import io.serai.request.HeaderRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status line and headers of an answer: the few that matter, and those a call wants. */
final class AnswerHead {
  private static final byte[] CONTENT_LENGTH = bytes("content-length");
  private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding");
  private static final byte[] CONNECTION = bytes("connection");
  private static final byte[] CONTENT_TYPE = bytes("content-type");
  private static final byte[] CONTENT_ENCODING = bytes("content-encoding");
  private static final byte[] RETRY_AFTER = bytes("retry-after");
  private static final byte[] HTTP_1 = bytes("http/1.");
  private static final byte[] CHUNKED = bytes("chunked");
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char c = '!'; c < 0x7F; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private ResponseHeaders wanted = ResponseHeaders.NONE;
  private int status;
  private boolean keepAlive;
  private long length;
  private boolean chunked;
  private boolean badLength;
  private boolean badCoding;
  private String connection = "";
  private String contentEncoding = "";
  private String retryAfter = "";
  private Map<String, List<String>> headers = Map.of();
  // A connection's answers are nearly always of one type: its text is made once.
  private byte[] lastType = {};
  private ContentType type = ContentType.NONE;
  private ContentType lastParsed = ContentType.NONE;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void reset(ResponseHeaders wanted) {
    this.wanted = wanted;
    again();
  }

  /** Forgets an interim answer. */
  void again() {
    status = 0;
    length = -1;
    chunked = false;
    badLength = false;
    badCoding = false;
    connection = "";
    contentEncoding = "";
    retryAfter = "";
    headers = Map.of();
    type = ContentType.NONE;
  }

  /** {@code HTTP/1.1 200 OK}, the reason may be missing; the fault, or null. */
  @Nullable String statusLine(byte[] in, int from, int end) {
    if (end - from < 12
        || !matches(in, from, from + 7, HTTP_1)
        || (in[from + 7] != '1' && in[from + 7] != '0')
        || in[from + 8] != ' '
        || (end - from > 12 && in[from + 12] != ' ')) {
      return "malformed answer: no HTTP/1.1 status line";
    }
    status = 0;
    for (int i = from + 9; i < from + 12; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return "malformed answer: no HTTP/1.1 status line";
      }
      status = status * 10 + in[i] - '0';
    }
    keepAlive = in[from + 7] == '1';
    return status < 100 || status > 599 ? "malformed answer: status " + status : null;
  }

  /** One header line; the fault, or null. */
  @Nullable String header(byte[] in, int from, int end) {
    int colon = from;
    while (colon < end && TOKEN[in[colon] & 0xFF]) {
      colon++;
    }
    // Also refuses folded lines and space before the colon, RFC 9112 section 5.
    if (colon == from || colon == end || in[colon] != ':') {
      return "malformed answer: a header line without a name";
    }
    int start = colon + 1;
    int stop = end;
    while (start < stop && isSpace(in[start])) {
      start++;
    }
    while (stop > start && isSpace(in[stop - 1])) {
      stop--;
    }
    for (int i = start; i < stop; i++) {
      if ((in[i] >= 0 && in[i] < ' ' && in[i] != '\t') || in[i] == 0x7F) {
        return "malformed answer: a control character in a header";
      }
    }
    known(in, from, colon, start, stop);
    if (wanted.keepsAny()) {
      keep(in, from, colon, start, stop);
    }
    return null;
  }

  /** A trailer line: well-formed, and then ignored. */
  static @Nullable String check(byte[] in, int from, int end) {
    int colon = from;
    while (colon < end && TOKEN[in[colon] & 0xFF]) {
      colon++;
    }
    return colon == from || colon == end || in[colon] != ':'
        ? "malformed answer: a trailer line without a name"
        : null;
  }

  /**
   * The same, kept.
   *
   * @param into names and values in turn, of those wanted
   */
  @Nullable String trailer(byte[] in, int from, int end, List<String> into) {
    var fault = check(in, from, end);
    if (fault != null || !wanted.keepsAny()) {
      return fault;
    }
    int colon = from;
    while (in[colon] != ':') {
      colon++;
    }
    var name = text(in, from, colon).toLowerCase(Locale.ROOT);
    var value = text(in, colon + 1, end).strip();
    if (!HeaderRules.isSafeValue(value)) {
      return "malformed answer: a control character in a trailer";
    }
    if (wanted.keeps(name)) {
      into.add(name);
      into.add(value);
    }
    return null;
  }

  private void known(byte[] in, int from, int colon, int start, int stop) {
    switch (colon - from) {
      case 10 -> {
        if (matches(in, from, colon, CONNECTION)) {
          var value = text(in, start, stop);
          connection = connection.isEmpty() ? value : connection + "," + value;
        }
      }
      case 11 -> {
        if (matches(in, from, colon, RETRY_AFTER)) {
          retryAfter = text(in, start, stop);
        }
      }
      case 12 -> {
        if (matches(in, from, colon, CONTENT_TYPE)) {
          contentType(in, start, stop);
        }
      }
      case 14 -> {
        if (matches(in, from, colon, CONTENT_LENGTH)) {
          contentLength(in, start, stop);
        }
      }
      case 16 -> {
        if (matches(in, from, colon, CONTENT_ENCODING)) {
          contentEncoding = text(in, start, stop);
        }
      }
      case 17 -> {
        if (matches(in, from, colon, TRANSFER_ENCODING)) {
          badCoding |= chunked || !matches(in, start, stop, CHUNKED);
          chunked = true;
        }
      }
      default -> {}
    }
  }

  private void contentType(byte[] in, int start, int stop) {
    if (!Arrays.equals(in, start, stop, lastType, 0, lastType.length)) {
      lastType = Arrays.copyOfRange(in, start, stop);
      lastParsed = ContentType.of(text(in, start, stop));
    }
    type = lastParsed;
  }

  private void contentLength(byte[] in, int start, int stop) {
    long value = 0;
    for (int i = start; i < stop; i++) {
      badLength |= in[i] < '0' || in[i] > '9';
      value = value * 10 + in[i] - '0';
    }
    badLength |= start == stop || stop - start > 18 || (length >= 0 && length != value);
    length = value;
  }

  private void keep(byte[] in, int from, int colon, int start, int stop) {
    var name = text(in, from, colon).toLowerCase(Locale.ROOT);
    if (wanted.keeps(name)) {
      if (headers.isEmpty()) {
        headers = new LinkedHashMap<>(8);
      }
      var value = text(in, start, stop);
      var before = headers.get(name);
      headers.put(name, before == null ? List.of(value) : and(before, value));
    }
  }

  /** Lines stay apart: Set-Cookie can't be joined by commas, RFC 9110 section 5.3. */
  private static List<String> and(List<String> before, String value) {
    var values = new ArrayList<>(before);
    values.add(value);
    return values;
  }

  /** How long the body is can be said in one way only, RFC 9112 section 6.3; the fault, or null. */
  @Nullable String framingFault() {
    if (badCoding) {
      return "malformed answer: a Transfer-Encoding other than chunked";
    }
    if (badLength) {
      return "malformed answer: no or two different numbers in Content-Length";
    }
    if (chunked && length >= 0) {
      return "malformed answer: both Transfer-Encoding and Content-Length";
    }
    if (!connection.isEmpty()) {
      connectionOptions();
    }
    return null;
  }

  private void connectionOptions() {
    var options = HeaderRules.connectionOptions(connection);
    keepAlive = !options.contains("close") && (keepAlive || options.contains("keep-alive"));
    if (!headers.isEmpty()) {
      headers.keySet().removeAll(options);
    }
  }

  int status() {
    return status;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean chunked() {
    return chunked;
  }

  /** -1 if not announced. */
  long length() {
    return length;
  }

  Answer answer(byte[] body) {
    return new Answer(status, type, contentEncoding, retryAfter, wanted.named(headers), body);
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t';
  }

  private static boolean matches(byte[] in, int from, int to, byte[] lower) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      int c = in[from + i];
      if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower[i]) {
        return false;
      }
    }
    return true;
  }
}
