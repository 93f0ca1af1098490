package io.serai.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a head as RFC 9112 writes it and takes nothing else: every leniency between two parsers in
 * a row is a way to smuggle a request past the first one.
 */
final class HeadParser {
  private final byte[] bytes;
  private int at;
  private final int end;

  private String method = "";
  private String target = "";
  private boolean http10;
  private final int[] fields;
  private int hosts;
  private long length = -2; // not said
  private boolean chunked;
  private boolean close;
  private boolean keepAlive;
  private boolean expectsContinue;

  private HeadParser(byte[] bytes, int at, int end, int lines) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.fields = new int[4 * (lines - 1)];
  }

  /**
   * Parses one whole head.
   *
   * @param from its first byte
   * @param to behind its last CRLF, the empty line's
   * @param lines request line and headers, without the empty line
   */
  static RequestHead parse(byte[] bytes, int from, int to, int lines) throws Malformed {
    if (lines == 0) {
      throw Malformed.bad("no request line");
    }
    // A copy of its own when more came along: the request outlives the input.
    var head = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    return new HeadParser(head, 0, head.length, lines).parse();
  }

  private RequestHead parse() throws Malformed {
    requestLine();
    for (int i = 0; i < fields.length; i += 4) {
      field(i);
    }
    if (hosts == 0 && !http10) {
      throw Malformed.bad("no Host header");
    }
    if (chunked && length != -2) {
      throw Malformed.bad("both Content-Length and Transfer-Encoding");
    }
    if (chunked && http10) {
      throw Malformed.bad("Transfer-Encoding in HTTP/1.0");
    }
    return new RequestHead(
        method,
        target,
        http10,
        http10 ? keepAlive && !close : !close,
        expectsContinue && !http10,
        chunked ? RequestHead.CHUNKED : Math.max(0, length),
        bytes,
        fields);
  }

  private void requestLine() throws Malformed {
    int from = at;
    while (Chars.isToken(bytes[at])) {
      at++;
    }
    if (at == from || bytes[at] != ' ') {
      throw Malformed.bad("the method isn't a token followed by one space");
    }
    method = method(from, at);
    from = ++at;
    while (Chars.isTarget(bytes[at])) {
      at++;
    }
    if (at == from || bytes[at] != ' ') {
      throw Malformed.bad("the request target isn't one followed by one space and the version");
    }
    target = text(from, at);
    from = ++at;
    while (bytes[at] != '\r' && bytes[at] != '\n') {
      at++;
    }
    version(from, at);
    lineEnd();
  }

  private void version(int from, int to) throws Malformed {
    // Case matters: RFC 9112 section 2.3.
    if (to - from != 8
        || !text(from, from + 5).equals("HTTP/")
        || !isDigit(bytes[from + 5])
        || bytes[from + 6] != '.'
        || !isDigit(bytes[from + 7])) {
      throw Malformed.bad("no HTTP version");
    }
    if (bytes[from + 5] != '1') {
      throw new Malformed(505, "HTTP/1.1 is spoken here");
    }
    http10 = bytes[from + 7] == '0';
  }

  private void field(int i) throws Malformed {
    int nameStart = at;
    while (Chars.isToken(bytes[at])) {
      at++;
    }
    int nameEnd = at;
    if (nameEnd == nameStart) {
      throw Malformed.bad("a header line without a name, or folded");
    }
    if (bytes[at] != ':') {
      throw Malformed.bad("a header name isn't followed by a colon");
    }
    at++;
    while (bytes[at] == ' ' || bytes[at] == '\t') {
      at++;
    }
    int valueStart = at;
    while (Chars.isValue(bytes[at])) {
      at++;
    }
    int valueEnd = at;
    while (valueEnd > valueStart && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
      valueEnd--;
    }
    lineEnd();
    fields[i] = nameStart;
    fields[i + 1] = nameEnd;
    fields[i + 2] = valueStart;
    fields[i + 3] = valueEnd;
    known(nameStart, nameEnd, valueStart, valueEnd);
  }

  /** The headers by which messages are framed and connections kept. */
  private void known(int nameStart, int nameEnd, int valueStart, int valueEnd) throws Malformed {
    switch (nameEnd - nameStart) {
      case 4 -> {
        if (is(bytes, nameStart, nameEnd, "host")) {
          host(valueStart, valueEnd);
        }
      }
      case 6 -> {
        if (is(bytes, nameStart, nameEnd, "expect")) {
          if (!is(bytes, valueStart, valueEnd, "100-continue")) {
            throw new Malformed(417, "only 100-continue can be expected");
          }
          expectsContinue = true;
        }
      }
      case 10 -> {
        if (is(bytes, nameStart, nameEnd, "connection")) {
          connection(valueStart, valueEnd);
        }
      }
      case 14 -> {
        if (is(bytes, nameStart, nameEnd, "content-length")) {
          contentLength(valueStart, valueEnd);
        }
      }
      case 17 -> {
        if (is(bytes, nameStart, nameEnd, "transfer-encoding")) {
          if (chunked || !is(bytes, valueStart, valueEnd, "chunked")) {
            throw Malformed.bad("a Transfer-Encoding other than chunked alone");
          }
          chunked = true;
        }
      }
      default -> {}
    }
  }

  private void host(int from, int to) throws Malformed {
    if (++hosts > 1) {
      throw Malformed.bad("more than one Host header");
    }
    checkHost(bytes, from, to);
  }

  /** RFC 9112 section 3.2: anything but host and port is a 400. */
  static void checkHost(byte[] bytes, int from, int to) throws Malformed {
    if (from == to) {
      throw Malformed.bad("an empty Host header");
    }
    boolean literal = bytes[from] == '[';
    int colon = -1;
    for (int i = from; i < to; i++) {
      if (!Chars.isHost(bytes[i]) || bytes[i] == ',') {
        throw Malformed.bad("the Host header is no host and port");
      }
      if (bytes[i] == ']') {
        literal = false;
      } else if (bytes[i] == ':' && !literal) {
        if (colon >= 0) {
          throw Malformed.bad("the Host header is no host and port");
        }
        colon = i;
      } else if (colon >= 0 && !isDigit(bytes[i])) {
        throw Malformed.bad("the port in the Host header is no number");
      }
    }
    if (literal || colon == from) {
      throw Malformed.bad("the Host header is no host and port");
    }
  }

  private void contentLength(int from, int to) throws Malformed {
    // RFC 9112 section 6.3 would let equal duplicates pass; nobody honest sends them.
    if (length != -2) {
      throw Malformed.bad("more than one Content-Length header");
    }
    if (from == to || to - from > 18) {
      throw Malformed.bad("the Content-Length is no length");
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(bytes[i])) {
        throw Malformed.bad("the Content-Length is no length");
      }
      value = 10 * value + bytes[i] - '0';
    }
    length = value;
  }

  private void connection(int from, int to) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == ',') {
        int first = start;
        int last = i;
        while (first < last && (bytes[first] == ' ' || bytes[first] == '\t')) {
          first++;
        }
        while (last > first && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
          last--;
        }
        close |= is(bytes, first, last, "close");
        keepAlive |= is(bytes, first, last, "keep-alive");
        start = i + 1;
      }
    }
  }

  private void lineEnd() throws Malformed {
    if (at + 1 >= end || bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw Malformed.bad("a control character in a line");
    }
    at += 2;
  }

  /** Without regard to case. */
  static boolean is(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Chars.lower(bytes[i]) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private String method(int from, int to) {
    if (to - from == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T') {
      return "GET";
    }
    return text(from, to);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
