package io.serai.aggregate;

import io.serai.json.JsonMerge.Collision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wished of an aggregation on the shelf: {@code u8 version, u8 kind}, then its own. Times
 * are spans in ms, as each member has its own clock.
 */
sealed interface ApartWish {
  int VERSION = 1;

  /**
   * A part that has come.
   *
   * @param token of this wish, and the id of the aggregation if it is the first
   * @param again what becomes of a part whose name is there
   * @param complete why it is complete with this part whatever their number; null if it isn't
   * @param wantsAll whether the answer is to hold what the parts say even if it isn't complete
   * @param terms of the step
   * @param lease how long whoever completes it has for that
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Add(
      UUID token,
      String name,
      byte[] body,
      Map<String, String> path,
      Collision again,
      @Nullable CompletedBy complete,
      boolean wantsAll,
      Terms terms,
      long lease)
      implements ApartWish {}

  /**
   * When an aggregation is complete and what bounds it.
   *
   * @param size parts, 0 for any number
   * @param timeout after the last part, 0 for never
   * @param interval after the first part, 0 for never
   * @param life after the first part
   * @param maxBytes of all parts
   * @param closes whether its key is closed once it is done, for {@code life}
   */
  record Terms(int size, long timeout, long interval, long life, int maxBytes, boolean closes) {}

  /** Complete it now, if it is that one and still open. */
  record TakeNow(UUID token, UUID id, CompletedBy by, long lease) implements ApartWish {}

  /** Complete it if time says so, or if whoever took it has failed. */
  record TakeDue(UUID token, long lease) implements ApartWish {}

  /** It is done; with a span its key is closed for so long. */
  record Done(UUID id, long closedFor) implements ApartWish {}

  /**
   * Whoever took it couldn't complete it.
   *
   * @param next what now: open again as if it hadn't been complete, since its caller knows; tried
   *     again after a pause; or dropped, as that would be no use
   */
  record Failed(UUID id, UUID token, Next next) implements ApartWish {
    /** By its number. */
    enum Next {
      OPEN(1),
      AGAIN(2),
      DROP(3);

      private final int number;

      Next(int number) {
        this.number = number;
      }

      private static Next of(int number) {
        for (var next : values()) {
          if (next.number == number) {
            return next;
          }
        }
        return OPEN;
      }
    }
  }

  /** Drop it if its life is over; for a gateway that doesn't know its route. */
  record Drop() implements ApartWish {}

  default byte[] bytes() {
    var bytes = new ByteArrayOutputStream(this instanceof Add add ? 256 + add.body.length : 64);
    try {
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      if (this instanceof Add add) {
        out.writeByte(1);
        write(add, out);
      } else if (this instanceof TakeNow take) {
        out.writeByte(2);
        ApartBytes.write(out, take.token);
        ApartBytes.write(out, take.id);
        out.writeByte(take.by.number());
        out.writeLong(take.lease);
      } else if (this instanceof TakeDue take) {
        out.writeByte(3);
        ApartBytes.write(out, take.token);
        out.writeLong(take.lease);
      } else if (this instanceof Done done) {
        out.writeByte(4);
        ApartBytes.write(out, done.id);
        out.writeLong(done.closedFor);
      } else if (this instanceof Failed failed) {
        out.writeByte(5);
        ApartBytes.write(out, failed.id);
        ApartBytes.write(out, failed.token);
        out.writeByte(failed.next.number);
      } else {
        out.writeByte(6);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory it can't fail
    }
    return bytes.toByteArray();
  }

  private static void write(Add add, DataOutputStream out) throws IOException {
    ApartBytes.write(out, add.token);
    out.writeUTF(add.name);
    out.writeInt(add.body.length);
    out.write(add.body);
    ApartBytes.write(out, add.path);
    out.writeUTF(add.again.name());
    out.writeByte(add.complete == null ? 0 : add.complete.number());
    out.writeBoolean(add.wantsAll);
    out.writeInt(add.terms.size);
    out.writeLong(add.terms.timeout);
    out.writeLong(add.terms.interval);
    out.writeLong(add.terms.life);
    out.writeInt(add.terms.maxBytes);
    out.writeBoolean(add.terms.closes);
    out.writeLong(add.lease);
  }

  /** Null for one of another release. */
  static @Nullable ApartWish read(byte[] bytes) {
    try {
      var in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (in.readUnsignedByte() != VERSION) {
        return null;
      }
      return switch (in.readUnsignedByte()) {
        case 1 -> add(in);
        case 2 ->
            new TakeNow(
                ApartBytes.uuid(in),
                ApartBytes.uuid(in),
                CompletedBy.of(in.readUnsignedByte()),
                in.readLong());
        case 3 -> new TakeDue(ApartBytes.uuid(in), in.readLong());
        case 4 -> new Done(ApartBytes.uuid(in), in.readLong());
        case 5 ->
            new Failed(
                ApartBytes.uuid(in), ApartBytes.uuid(in), Failed.Next.of(in.readUnsignedByte()));
        case 6 -> new Drop();
        default -> null;
      };
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Add add(DataInputStream in) throws IOException {
    var token = ApartBytes.uuid(in);
    var name = in.readUTF();
    var body = in.readNBytes(in.readInt());
    var path = ApartBytes.texts(in);
    var again = Collision.valueOf(in.readUTF());
    int complete = in.readUnsignedByte();
    boolean wantsAll = in.readBoolean();
    var terms =
        new Terms(
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readInt(),
            in.readBoolean());
    return new Add(
        token,
        name,
        body,
        path,
        again,
        complete == 0 ? null : CompletedBy.of(complete),
        wantsAll,
        terms,
        in.readLong());
  }
}
