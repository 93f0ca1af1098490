package io.serai.entry;

import java.util.ArrayList;
import java.util.List;

/**
 * What is around the data of a chunked body. RFC 9112 section 7.1, to the letter: what is loose
 * here is where requests are smuggled.
 */
final class ChunkFraming {
  private static final int MAX_LINE = 256;
  private static final int MAX_TRAILERS = 8192;

  /** What comes next. */
  private enum State {
    /** Hexadecimal digits of a chunk's size. */
    SIZE,
    /** The rest of that line: an extension, ignored. */
    EXTENSION,
    /** The LF of the size's line. */
    SIZE_LF,
    /** The chunk itself. */
    DATA,
    /** The CR behind it. */
    DATA_CR,
    /** The LF behind that. */
    DATA_LF,
    /** The first character of a trailer line, or the CR that ends all. */
    TRAILER,
    /** A trailer's name. */
    TRAILER_NAME,
    /** A trailer's value. */
    TRAILER_VALUE,
    /** The LF of a trailer's line. */
    TRAILER_LF,
    /** The last LF. */
    LAST_LF,
    /** The body is whole. */
    WHOLE
  }

  private final long maxBody;
  private State state = State.SIZE;
  private long size;
  private int digits;
  private long left;
  private long length;
  private int lineLength;
  private final StringBuilder trailer = new StringBuilder(0);
  private final List<String> trailers = new ArrayList<>(0);

  /** In bytes of data. */
  ChunkFraming(long maxBody) {
    this.maxBody = maxBody;
  }

  boolean isWhole() {
    return state == State.WHOLE;
  }

  /** How many bytes of data come next; 0 if a byte for {@link #step} does. */
  long data() {
    return state == State.DATA ? left : 0;
  }

  /** So much of the data was taken. */
  void took(int bytes) {
    length += bytes;
    left -= bytes;
    if (left == 0) {
      state = State.DATA_CR;
    }
  }

  /** Names and values in turn. */
  List<String> trailers() {
    return trailers;
  }

  /** One byte that is no data. */
  void step(int c) throws Malformed {
    switch (state) {
      case SIZE -> size(c);
      case EXTENSION -> {
        limit(MAX_LINE);
        if (c == '\r') {
          state = State.SIZE_LF;
        } else {
          require(Chars.isValue(c), "a control character in a chunk extension");
        }
      }
      case SIZE_LF -> {
        require(c == '\n', "a chunk's size doesn't end in CRLF");
        chunk();
      }
      case DATA_CR -> expect(c, '\r', State.DATA_LF, "a chunk doesn't end in CRLF");
      case DATA_LF -> {
        digits = 0;
        size = 0;
        lineLength = 0;
        expect(c, '\n', State.SIZE, "a chunk doesn't end in CRLF");
      }
      case TRAILER -> {
        if (c == '\r') {
          state = State.LAST_LF;
        } else {
          limit(MAX_TRAILERS);
          require(Chars.isToken(c), "a broken trailer");
          trailer.append((char) c);
          state = State.TRAILER_NAME;
        }
      }
      case TRAILER_NAME -> {
        limit(MAX_TRAILERS);
        require(c == ':' || Chars.isToken(c), "a broken trailer");
        if (c == ':') {
          keep();
          state = State.TRAILER_VALUE;
        } else {
          trailer.append((char) c);
        }
      }
      case TRAILER_VALUE -> {
        limit(MAX_TRAILERS);
        if (c == '\r') {
          keep();
          state = State.TRAILER_LF;
        } else {
          require(Chars.isValue(c), "a control character in a trailer");
          trailer.append((char) c);
        }
      }
      case TRAILER_LF -> expect(c, '\n', State.TRAILER, "a trailer doesn't end in CRLF");
      case LAST_LF -> expect(c, '\n', State.WHOLE, "the body doesn't end in CRLF");
      case DATA, WHOLE -> throw new IllegalStateException(state.name());
    }
  }

  private void keep() {
    trailers.add(trailer.toString().strip());
    trailer.setLength(0);
  }

  private void size(int c) throws Malformed {
    int digit = Chars.hex(c);
    if (digit >= 0) {
      // Eight digits are 4 GiB, more than anybody holds in one piece; more could overflow in a
      // careless parser.
      require(++digits <= 8, "a chunk's size has too many digits");
      size = 16 * size + digit;
      return;
    }
    require(digits > 0, "a chunk without a size");
    if (c == '\r') {
      state = State.SIZE_LF;
    } else {
      require(c == ';', "a chunk's size is no hexadecimal number");
      state = State.EXTENSION;
    }
  }

  private void chunk() throws Malformed {
    if (size == 0) {
      lineLength = 0;
      state = State.TRAILER;
      return;
    }
    if (size > maxBody - length) {
      throw new Malformed(413, "the body is larger than " + maxBody + " bytes");
    }
    left = size;
    state = State.DATA;
  }

  private void limit(int most) throws Malformed {
    require(++lineLength <= most, "a chunk's extensions or the trailers are too long");
  }

  private void expect(int c, char wanted, State next, String detail) throws Malformed {
    require(c == wanted, detail);
    state = next;
  }

  private static void require(boolean sound, String detail) throws Malformed {
    if (!sound) {
      throw Malformed.bad(detail);
    }
  }
}
