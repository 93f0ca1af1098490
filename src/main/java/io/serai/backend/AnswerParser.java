package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.serai.request.ErrorType;
import io.serai.request.Holding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 answer from bytes as they come, RFC 9112. Strict: what could be read in two
 * ways isn't read at all. Nothing thrown; after {@link #fault} is set the connection is of no use.
 *
 * <pre>
 *   LINE_STATUS → LINE_HEADER* ─┬→ DONE                     no body
 *        ↑ 1xx skipped ─────────┤→ LENGTH → DONE
 *                               ├→ LINE_CHUNK → CHUNK → CHUNK_END → LINE_CHUNK …
 *                               │       └→ LINE_TRAILER* → DONE
 *                               └→ UNTIL_CLOSE → DONE at the end of the connection
 * </pre>
 *
 * The body is collected; of an answer that is streamed the head is told first, BEGUN, and then the
 * body by pieces.
 */
final class AnswerParser {
  /** All lines of a head or trailer together. */
  private static final int MAX_HEAD = 32 << 10;

  private static final int MAX_INTERIM = 16;

  private enum State {
    LINE_STATUS,
    LINE_HEADER,
    LENGTH,
    LINE_CHUNK,
    CHUNK,
    CHUNK_END,
    LINE_TRAILER,
    UNTIL_CLOSE,
    BEGUN,
    DONE
  }

  private final AnswerHead head = new AnswerHead();
  private final Body body = new Body();
  private State state = State.DONE;
  private State afterHead = State.DONE;
  private boolean toHead;
  private boolean streamed;
  private boolean started;
  private @Nullable String fault;
  private long left; // of a body's length or a chunk's
  private int headBytes;
  private int interim;
  // A line cut by the end of what has come so far.
  private byte[] held = new byte[256];
  private int heldLength;
  private @Nullable ByteBuf piece;
  private List<String> trailers = List.of();

  /**
   * Gets ready for the answer to one request.
   *
   * @param toHead whether the request was a HEAD, whose answer has no body
   * @param wanted the headers to be kept
   * @param maxBody in bytes
   * @param holding which the body is counted into
   */
  void reset(boolean toHead, ResponseHeaders wanted, long maxBody, Holding holding) {
    reset(toHead, wanted, maxBody, holding, false);
  }

  /**
   * The same.
   *
   * @param streamed whether its body isn't collected
   */
  void reset(
      boolean toHead, ResponseHeaders wanted, long maxBody, Holding holding, boolean streamed) {
    this.streamed = streamed;
    head.reset(wanted);
    body.reset(maxBody, holding);
    state = State.LINE_STATUS;
    this.toHead = toHead;
    started = false;
    fault = null;
    headBytes = 0;
    trailers = List.of();
    interim = 0;
    heldLength = 0;
  }

  /**
   * Takes in bytes.
   *
   * @return the offset behind the last byte used; less than {@code to} only when done, at fault or
   *     {@linkplain #hasBegun begun}
   */
  int feed(byte[] in, int from, int to) {
    int i = from;
    started |= from < to;
    while (i < to && state.compareTo(State.BEGUN) < 0 && fault == null) {
      switch (state) {
        case LENGTH, CHUNK -> {
          int size = (int) Math.min(left, to - i);
          fault = add(in, i, size);
          i += size;
          left -= size;
          if (left == 0) {
            state = state == State.LENGTH ? State.DONE : State.CHUNK_END;
          }
        }
        case UNTIL_CLOSE -> {
          fault = add(in, i, to - i);
          i = to;
        }
        default -> i = line(in, i, to);
      }
    }
    return i;
  }

  private @Nullable String add(byte[] in, int from, int size) {
    if (!streamed) {
      return body.add(in, from, size);
    }
    piece = piece == null ? PooledByteBufAllocator.DEFAULT.directBuffer(size) : piece;
    piece.writeBytes(in, from, size);
    return null;
  }

  /** Whether the head is there, and told once; the body is read after {@link #goOn}. */
  boolean hasBegun() {
    return state == State.BEGUN && fault == null;
  }

  void goOn() {
    state = afterHead;
  }

  /** As announced, -1 if it wasn't. */
  long length() {
    return head.chunked() ? -1 : head.length();
  }

  /** What of the body has been read since, null for nothing; whoever takes it releases it. */
  @Nullable ByteBuf piece() {
    var read = piece;
    piece = null;
    return read;
  }

  /** How many bytes are the body's and nothing else, if somebody will pass them on unread. */
  long run() {
    return switch (state) {
      case LENGTH, CHUNK -> left;
      case UNTIL_CLOSE -> Long.MAX_VALUE;
      default -> 0;
    };
  }

  /** So many of them were. */
  void passed(int size) {
    if (state != State.UNTIL_CLOSE) {
      left -= size;
      if (left == 0) {
        state = state == State.LENGTH ? State.DONE : State.CHUNK_END;
      }
    }
  }

  /** Those wanted, names and values in turn. */
  List<String> trailers() {
    return trailers;
  }

  /** Lets go of what nobody takes any more. */
  void drop() {
    if (piece != null) {
      piece.release();
      piece = null;
    }
  }

  private int line(byte[] in, int from, int to) {
    int feed = from;
    while (feed < to && in[feed] != '\n') {
      feed++;
    }
    int size = feed - from;
    headBytes += size + 1;
    if (headBytes > MAX_HEAD) {
      fault = "malformed answer: its head is longer than 32 KiB";
      return to;
    }
    if (feed == to) {
      headBytes--;
      hold(in, from, size);
      return to;
    }
    if (heldLength > 0) {
      hold(in, from, size);
      int length = heldLength;
      heldLength = 0;
      ended(held, 0, length);
    } else {
      ended(in, from, feed);
    }
    return feed + 1;
  }

  private void hold(byte[] in, int from, int size) {
    if (heldLength + size > held.length) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, heldLength + size));
    }
    System.arraycopy(in, from, held, heldLength, size);
    heldLength += size;
  }

  /** A line without its LF. */
  private void ended(byte[] line, int from, int to) {
    if (to == from || line[to - 1] != '\r') {
      fault = "malformed answer: a line without CR before its LF";
      return;
    }
    int end = to - 1;
    switch (state) {
      case LINE_STATUS -> {
        fault = head.statusLine(line, from, end);
        state = State.LINE_HEADER;
      }
      case LINE_HEADER -> {
        if (end > from) {
          fault = head.header(line, from, end);
        } else {
          headEnded();
        }
      }
      case LINE_CHUNK -> chunkSize(line, from, end);
      case CHUNK_END -> {
        fault = end == from ? null : "malformed answer: a chunk longer than its size";
        state = State.LINE_CHUNK;
      }
      default -> {
        if (end == from) {
          state = State.DONE;
        } else {
          fault = trailer(line, from, end);
        }
      }
    }
  }

  private @Nullable String trailer(byte[] line, int from, int end) {
    if (!streamed) {
      return AnswerHead.check(line, from, end);
    }
    if (trailers.isEmpty()) {
      trailers = new ArrayList<>();
    }
    return head.trailer(line, from, end, trailers);
  }

  private void headEnded() {
    body();
    if (streamed && fault == null && state != State.LINE_STATUS) {
      afterHead = state;
      state = State.BEGUN;
    }
  }

  /** RFC 9112 section 6.3. */
  private void body() {
    int status = head.status();
    if (status == 101) {
      fault = "malformed answer: 101 without being asked to switch protocols";
    } else if (status < 200) {
      fault = ++interim > MAX_INTERIM ? "malformed answer: too many interim answers" : null;
      head.again();
      state = State.LINE_STATUS;
    } else if ((fault = head.framingFault()) != null) {
      return;
    } else if (toHead || status == 204 || status == 304) {
      state = State.DONE;
    } else if (head.chunked()) {
      headBytes = 0;
      state = State.LINE_CHUNK;
    } else if (head.length() >= 0) {
      left = head.length();
      fault = streamed ? null : body.expect(left);
      state = left == 0 ? State.DONE : State.LENGTH;
    } else {
      state = State.UNTIL_CLOSE;
    }
  }

  private void chunkSize(byte[] line, int from, int end) {
    headBytes = 0;
    long size = 0;
    int i = from;
    for (; i < end; i++) {
      int digit = Character.digit(line[i], 16);
      if (digit < 0) {
        break;
      }
      if (i - from >= 8) {
        fault = "malformed answer: a chunk size of more than 8 digits";
        return;
      }
      size = size << 4 | digit;
    }
    boolean extension = i < end && (line[i] == ';' || line[i] == ' ' || line[i] == '\t');
    if (i == from || (i < end && !extension)) {
      fault = "malformed answer: a chunk size that is no number";
      return;
    }
    left = size;
    state = size == 0 ? State.LINE_TRAILER : State.CHUNK;
  }

  /** The connection ended; whether that makes the answer whole. */
  boolean ended() {
    if (state == State.UNTIL_CLOSE && fault == null) {
      state = State.DONE;
    }
    return isDone();
  }

  boolean isDone() {
    return state == State.DONE && fault == null;
  }

  /** Whether any byte of the answer has come. */
  boolean started() {
    return started;
  }

  /** What is wrong with the answer, or null so far. */
  @Nullable String fault() {
    return fault;
  }

  /** Of what kind the fault is. */
  ErrorType faultType() {
    return switch (state) {
      case LENGTH, CHUNK, UNTIL_CLOSE -> ErrorType.HTTP_RESPONSE_BODY_SIZE;
      case LINE_CHUNK, CHUNK_END -> ErrorType.HTTP_RESPONSE_TRANSFER_CODING;
      case LINE_TRAILER ->
          headBytes > MAX_HEAD
              ? ErrorType.HTTP_RESPONSE_TRAILER_SECTION_SIZE
              : ErrorType.HTTP_PROTOCOL_ERROR;
      default ->
          headBytes > MAX_HEAD
              ? ErrorType.HTTP_RESPONSE_HEADER_SECTION_SIZE
              : ErrorType.HTTP_PROTOCOL_ERROR;
    };
  }

  /** Whether the connection can carry another request. */
  boolean keepAlive() {
    if (head.status() == 204 && (head.chunked() || head.length() > 0)) {
      // It has no body and announces one: if that comes late, it must not be the next answer.
      return false;
    }
    return head.keepAlive() && (head.chunked() || head.length() >= 0 || bodiless());
  }

  private boolean bodiless() {
    return toHead || head.status() == 204 || head.status() == 304;
  }

  Answer answer() {
    return head.answer(body.bytes());
  }

  /** ASCII of a short range, for messages and values. */
  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
