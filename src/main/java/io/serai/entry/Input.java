package io.serai.entry;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that came and aren't used yet. On the heap, and none while nothing waits, so that an idle
 * connection holds no buffer.
 */
final class Input {
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int start;
  private int end;
  private int scanned;
  private int lineStart;
  private int headersStart;
  private int lines;
  private boolean emptyLine; // before the next head

  int size() {
    return end - start;
  }

  void add(ByteBuf came) {
    int more = came.readableBytes();
    if (start == end) {
      bytes = new byte[more];
      start = 0;
      end = 0;
      restartScan();
    } else if (end + more > bytes.length) {
      int size = size();
      // Doubled, so that what trickles in isn't copied again and again; a body doesn't stay here.
      var larger = new byte[Math.max(size + more, 2 * size)];
      System.arraycopy(bytes, start, larger, 0, size);
      scanned -= start;
      lineStart -= start;
      headersStart -= start;
      bytes = larger;
      start = 0;
      end = size;
    }
    came.readBytes(bytes, end, more);
    end += more;
  }

  byte peek() {
    return bytes[start];
  }

  int read() {
    int next = bytes[start++] & 0xff;
    restartScan();
    return next;
  }

  byte[] take(int count) {
    var taken = Arrays.copyOfRange(bytes, start, start + count);
    skip(count);
    return taken;
  }

  int takeInto(byte[] target, int at, int most) {
    int count = Math.min(most, size());
    System.arraycopy(bytes, start, target, at, count);
    skip(count);
    return count;
  }

  void skip(int count) {
    start += count;
    restartScan();
    if (start == end) {
      clear();
    }
  }

  void clear() {
    bytes = NONE;
    start = 0;
    end = 0;
    restartScan();
  }

  private void restartScan() {
    scanned = start;
    lineStart = start;
    headersStart = start;
    lines = 0;
  }

  /**
   * The head that the input begins with, once all of it has come; taken out of the input.
   *
   * @return null as long as its end is missing
   */
  @Nullable RequestHead head(ListenerSettings limits) throws Malformed {
    skipEmptyLine();
    if (start == end) {
      return null;
    }
    if (!Chars.isToken(bytes[start]) && bytes[start] != '\r') {
      throw Malformed.bad("the request line doesn't begin with a method");
    }
    for (; scanned < end; scanned++) {
      if (bytes[scanned] != '\n') {
        continue;
      }
      // RFC 9112 section 2.2 lets a server take a bare LF; two that disagree on it can be played
      // off against each other, so we don't.
      if (scanned == lineStart || bytes[scanned - 1] != '\r') {
        throw Malformed.bad("a line ends in LF without CR");
      }
      boolean empty = scanned - 1 == lineStart;
      checkSize(scanned + 1, limits);
      lineStart = scanned + 1;
      if (empty) {
        var head = HeadParser.parse(bytes, start, lineStart, lines);
        skip(lineStart - start);
        emptyLine = false;
        return head;
      }
      if (lines++ == 0) {
        headersStart = lineStart;
      }
    }
    checkSize(end, limits);
    return null;
  }

  private void checkSize(int upTo, ListenerSettings limits) throws Malformed {
    if (lines == 0) {
      if (upTo - start > limits.maxLine()) {
        throw new Malformed(414, "the request line is longer than " + limits.maxLine() + " bytes");
      }
      return;
    }
    // The empty line, or as much of it as is there, is no header.
    boolean inHeader = lineStart < upTo && bytes[lineStart] != '\r';
    int headers = lines - 1 + (inHeader ? 1 : 0);
    int size = (inHeader ? upTo : lineStart) - headersStart;
    if (size > limits.maxHeaders() || headers > limits.maxHeaderLines()) {
      throw new Malformed(431, "the headers are larger than allowed");
    }
  }

  /**
   * RFC 9112 section 2.2: one before the request line is overlooked, in whatever pieces it comes.
   */
  private void skipEmptyLine() {
    if (!emptyLine && end - start >= 2 && bytes[start] == '\r' && bytes[start + 1] == '\n') {
      emptyLine = true;
      skip(2);
    }
  }
}
