package io.serai.formats;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A body in gzip, RFC 1952: members one after another, in a loop. The JDK's stream calls itself
 * after each, and of empty ones a body holds as many as the stack doesn't.
 */
final class GzipMembers {
  private static final int PIECE = 8 << 10;
  private static final int FIXED = 10;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATED = 8;

  // Of the flags in a member's head.
  private static final int HEAD_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final byte[] body;
  private final byte[] piece = new byte[PIECE];
  private final CRC32 sum = new CRC32();
  private int at;

  GzipMembers(byte[] body) {
    this.body = body;
  }

  /** All of them; what follows the last and is no member is overlooked, as everybody does. */
  void into(Bytes out) throws IOException, DataFormatException, Unreadable {
    // One for all: a body of empty members is some 52,000 of them in 1 MiB.
    var inflater = new Inflater(true);
    try {
      do {
        head();
        member(inflater, out);
      } while (body.length - at > FIXED && little(at, 2) == MAGIC);
    } finally {
      inflater.end();
    }
  }

  private void head() throws IOException {
    need(2);
    if (little(at, 2) != MAGIC) {
      throw new IOException("no gzip");
    }
    need(FIXED);
    if (body[at + 2] != DEFLATED) {
      throw new IOException("no gzip that is known");
    }
    int flags = body[at + 3];
    at += FIXED;
    if ((flags & EXTRA) != 0) {
      need(2);
      int length = (int) little(at, 2);
      at += 2;
      need(length);
      at += length;
    }
    if ((flags & NAME) != 0) {
      text();
    }
    if ((flags & COMMENT) != 0) {
      text();
    }
    if ((flags & HEAD_CRC) != 0) {
      need(2);
      at += 2;
    }
  }

  /** Ends with a zero. */
  private void text() throws EOFException {
    while (true) {
      need(1);
      if (body[at++] == 0) {
        return;
      }
    }
  }

  private void member(Inflater inflater, Bytes out)
      throws IOException, DataFormatException, Unreadable {
    inflater.reset();
    inflater.setInput(body, at, body.length - at);
    sum.reset();
    inflate(inflater, piece, out, sum);
    at = body.length - inflater.getRemaining();
    need(8);
    long size = inflater.getBytesWritten() & 0xFFFF_FFFFL;
    if (little(at, 4) != sum.getValue() || little(at + 4, 4) != size) {
      throw new IOException("its sum is another");
    }
    at += 8;
  }

  /** All that comes out of one that is in deflate alone. */
  static void inflate(Inflater inflater, Bytes out)
      throws IOException, DataFormatException, Unreadable {
    inflate(inflater, new byte[PIECE], out, null);
  }

  private static void inflate(Inflater inflater, byte[] piece, Bytes out, @Nullable CRC32 sum)
      throws IOException, DataFormatException, Unreadable {
    while (!inflater.finished()) {
      int count = inflater.inflate(piece);
      if (count == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new IOException("packed by a dictionary");
        }
        throw new EOFException();
      }
      if (sum != null) {
        sum.update(piece, 0, count);
      }
      out.add(piece, 0, count);
    }
  }

  private void need(int bytes) throws EOFException {
    if (body.length - at < bytes) {
      throw new EOFException();
    }
  }

  private long little(int from, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (body[from + i] & 0xFF);
    }
    return value;
  }
}
