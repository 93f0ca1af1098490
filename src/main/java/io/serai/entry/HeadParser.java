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
        || !Chars.isDigit(bytes[from + 5])
        || bytes[from + 6] != '.'
        || !Chars.isDigit(bytes[from + 7])) {
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
        if (Chars.isText(bytes, nameStart, nameEnd, "host")) {
          if (++hosts > 1) {
            throw Malformed.bad("more than one Host header");
          }
          HeadValues.checkHost(bytes, valueStart, valueEnd);
        }
      }
      case 6 -> {
        if (Chars.isText(bytes, nameStart, nameEnd, "expect")) {
          if (!Chars.isText(bytes, valueStart, valueEnd, "100-continue")) {
            throw new Malformed(417, "only 100-continue can be expected");
          }
          expectsContinue = true;
        }
      }
      case 10 -> {
        if (Chars.isText(bytes, nameStart, nameEnd, "connection")) {
          close |= HeadValues.lists(bytes, valueStart, valueEnd, "close");
          keepAlive |= HeadValues.lists(bytes, valueStart, valueEnd, "keep-alive");
        }
      }
      case 14 -> {
        if (Chars.isText(bytes, nameStart, nameEnd, "content-length")) {
          // RFC 9112 section 6.3 would let equal duplicates pass; nobody honest sends them.
          if (length != -2) {
            throw Malformed.bad("more than one Content-Length header");
          }
          length = HeadValues.length(bytes, valueStart, valueEnd);
        }
      }
      case 17 -> {
        if (Chars.isText(bytes, nameStart, nameEnd, "transfer-encoding")) {
          if (chunked || !Chars.isText(bytes, valueStart, valueEnd, "chunked")) {
            throw Malformed.bad("a Transfer-Encoding other than chunked alone");
          }
          chunked = true;
        }
      }
      default -> {}
    }
  }

  private void lineEnd() throws Malformed {
    if (at + 1 >= end || bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw Malformed.bad("a control character in a line");
    }
    at += 2;
  }

  private String method(int from, int to) {
    if (to - from == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T') {
      return "GET";
    }
    return text(from, to);
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
