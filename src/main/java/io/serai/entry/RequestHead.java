package io.serai.entry;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Request line and headers of one request, already found to be sound. Header texts are made when
 * asked for, because a route reads few of them.
 */
final class RequestHead {
  /** A body of unknown length, in chunks. */
  static final long CHUNKED = -1;

  private final String method;
  private final String target;
  private final boolean http10;
  private final boolean keepAlive;
  private final boolean expectsContinue;
  private final long length;
  private final byte[] bytes;
  private final int[] fields;

  /**
   * What {@link HeadParser} found.
   *
   * @param length of the body, 0 for none, or {@link #CHUNKED}
   * @param fields per header line: begin and end of name, begin and end of value
   */
  RequestHead(
      String method,
      String target,
      boolean http10,
      boolean keepAlive,
      boolean expectsContinue,
      long length,
      byte[] bytes,
      int[] fields) {
    this.method = method;
    this.target = target;
    this.http10 = http10;
    this.keepAlive = keepAlive;
    this.expectsContinue = expectsContinue;
    this.length = length;
    this.bytes = bytes;
    this.fields = fields;
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  boolean http10() {
    return http10;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean expectsContinue() {
    return expectsContinue;
  }

  /** Of the body in bytes, 0 for none, or {@link #CHUNKED}. */
  long length() {
    return length;
  }

  boolean hasBody() {
    return length != 0;
  }

  int count() {
    return fields.length / 4;
  }

  String name(int i) {
    return text(fields[4 * i], fields[4 * i + 1]);
  }

  String value(int i) {
    return text(fields[4 * i + 2], fields[4 * i + 3]);
  }

  /** The values of that name, several joined by {@code ", "}; null if there is none. */
  @Nullable String header(String lowerCaseName) {
    String joined = null;
    for (int i = 0; i < fields.length; i += 4) {
      if (Chars.isText(bytes, fields[i], fields[i + 1], lowerCaseName)) {
        var value = text(fields[i + 2], fields[i + 3]);
        joined = joined == null ? value : joined + ", " + value;
      }
    }
    return joined;
  }

  boolean has(String lowerCaseName) {
    for (int i = 0; i < fields.length; i += 4) {
      if (Chars.isText(bytes, fields[i], fields[i + 1], lowerCaseName)) {
        return true;
      }
    }
    return false;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
