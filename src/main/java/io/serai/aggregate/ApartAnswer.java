package io.serai.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What came of an {@link ApartWish}: {@code u8 version, u8 kind}, then the aggregation if there is
 * one to be told of.
 *
 * @param state null if there is none
 */
record ApartAnswer(Kind kind, @Nullable ApartState state) {

  /** What members answer each other, by its number. */
  enum Kind {
    /** Nothing of that kind is there, or nothing had to be done. */
    NOTHING(1),
    /** The part is kept; others are missing. */
    KEPT(2),
    /** It is complete, and who wished is to complete it. */
    TAKEN(3),
    /** It is complete, and another completes it now. */
    BUSY(4),
    /** It was complete a while ago, and its key is closed. */
    CLOSED(5),
    /** There is another part of that name, which was not to be replaced. */
    THERE_ALREADY(6),
    /** Its parts would be larger than they may be. */
    TOO_LARGE(7),
    /** There is no room for more. */
    FULL(8),
    /** Its life is over; it was dropped. */
    DROPPED(9),
    /** The member that keeps it is of another release and doesn't understand. */
    NOT_UNDERSTOOD(10);

    private final byte number;

    Kind(int number) {
      this.number = (byte) number;
    }

    private static Kind of(byte number) {
      for (var kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      return NOT_UNDERSTOOD;
    }
  }

  private static final int VERSION = 1;

  static byte[] bytes(Kind kind, @Nullable ApartState state) {
    var head = new byte[] {VERSION, kind.number};
    if (state == null) {
      return head;
    }
    var body = state.bytes();
    var bytes = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    return bytes;
  }

  static ApartAnswer read(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != VERSION) {
      return new ApartAnswer(Kind.NOT_UNDERSTOOD, null);
    }
    var state =
        bytes.length == 2 ? null : ApartBytes.read(Arrays.copyOfRange(bytes, 2, bytes.length));
    return new ApartAnswer(Kind.of(bytes[1]), state);
  }
}
