package io.serai.aggregate;

import io.serai.json.Splice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One aggregation whose parts arrive apart, as it is kept on the shelf. Times are ms since 1970 on
 * the member that keeps it.
 *
 * <pre>
 * u8 version, u8 stage, i64 wakeAt, uuid id, uuid taker, u8 by, i64 openedAt, i64 cameAt,
 * i64 dueAt, u8 due, i64 endsAt, i32 takes, i32 size, i32 count of parameters, each: text, text;
 * i32 count of parts, each: text name, i32 length, bytes
 * </pre>
 *
 * @param wakeAt when it is to be looked after: {@code dueAt} if open, when whoever took it has
 *     failed if taken, when it is forgotten if closed
 * @param id unlike any other's, and the {@code Idempotency-Key} of its result
 * @param taker which wish took it; what the same wish asks again gets the same answer
 * @param by why it is complete, once it is taken
 * @param openedAt when the first part came
 * @param cameAt when the last part came
 * @param dueAt when it is complete without another part
 * @param due for which reason it is then
 * @param endsAt when it is dropped whatever it is
 * @param takes how often it was taken to be completed
 * @param size how many parts make it complete, 0 for any number
 * @param path the path parameters that all its parts have in common
 * @param parts by name
 */
record ApartState(
    Stage stage,
    long wakeAt,
    UUID id,
    UUID taker,
    CompletedBy by,
    long openedAt,
    long cameAt,
    long dueAt,
    CompletedBy due,
    long endsAt,
    int takes,
    int size,
    SortedMap<String, String> path,
    SortedMap<String, byte[]> parts) {

  /** Where it stands. */
  enum Stage {
    /** Parts are missing. */
    OPEN(1),
    /** Complete: one gateway runs the steps within. If it fails or dies it is open again. */
    TAKEN(2),
    /** Done, and no part is taken under its correlation key for a while. */
    CLOSED(3);

    private final int number;

    Stage(int number) {
      this.number = number;
    }

    private static Stage of(int number) throws IOException {
      for (var stage : values()) {
        if (stage.number == number) {
          return stage;
        }
      }
      throw new IOException("stage " + number);
    }
  }

  static final UUID NOBODY = new UUID(0, 0);
  private static final int VERSION = 1;
  private static final int PART_BYTES = 32;

  static ApartState first(UUID id, long now, long life) {
    return new ApartState(
        Stage.OPEN,
        now,
        id,
        NOBODY,
        CompletedBy.LIFE,
        now,
        now,
        now + life,
        CompletedBy.LIFE,
        now + life,
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** Parts are missing, or may still come, until then. */
  ApartState open(long dueAt, CompletedBy due) {
    boolean ends = endsAt <= dueAt;
    long at = ends ? endsAt : dueAt;
    return new ApartState(
        Stage.OPEN,
        at,
        id,
        NOBODY,
        by,
        openedAt,
        cameAt,
        at,
        ends ? CompletedBy.LIFE : due,
        endsAt,
        takes,
        size,
        path,
        parts);
  }

  ApartState with(
      SortedMap<String, String> path, SortedMap<String, byte[]> parts, int size, long cameAt) {
    return new ApartState(
        stage, wakeAt, id, taker, by, openedAt, cameAt, dueAt, due, endsAt, takes, size, path,
        parts);
  }

  ApartState taken(UUID taker, CompletedBy by, long until) {
    return new ApartState(
        Stage.TAKEN,
        until,
        id,
        taker,
        by,
        openedAt,
        cameAt,
        dueAt,
        due,
        endsAt,
        takes + 1,
        size,
        path,
        parts);
  }

  ApartState closed(long until) {
    return new ApartState(
        Stage.CLOSED,
        until,
        id,
        NOBODY,
        by,
        openedAt,
        cameAt,
        dueAt,
        due,
        until,
        takes,
        size,
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** Without what the parts say, for who needs to know only which there are. */
  ApartState inShort() {
    var names = new TreeMap<String, byte[]>();
    parts.keySet().forEach(name -> names.put(name, new byte[0]));
    return with(path, names, size, cameAt);
  }

  int partBytes() {
    int sum = 0;
    for (var part : parts.entrySet()) {
      sum += PART_BYTES + part.getKey().length() + part.getValue().length;
    }
    return sum;
  }

  /** Its parts as one JSON document, each under its name; the order is that of the names. */
  byte[] document() {
    var document = new Splice(partBytes() + 2).add('{');
    parts.forEach((name, text) -> document.member(Splice.name(name), text));
    return document.add('}').bytes();
  }

  List<String> names() {
    return List.copyOf(parts.keySet());
  }

  // The two things that are looked at without reading the rest.

  static boolean isKnown(byte[] bytes) {
    return bytes.length > 10 && bytes[0] == VERSION;
  }

  static boolean isClosed(byte[] bytes) {
    return bytes[1] == Stage.CLOSED.number;
  }

  static long wakeAt(byte[] bytes) {
    long at = 0;
    for (int i = 2; i < 10; i++) {
      at = at << 8 | (bytes[i] & 0xff);
    }
    return at;
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream(128 + partBytes());
    try {
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeByte(stage.number);
      out.writeLong(wakeAt);
      write(out, id);
      write(out, taker);
      out.writeByte(by.number());
      out.writeLong(openedAt);
      out.writeLong(cameAt);
      out.writeLong(dueAt);
      out.writeByte(due.number());
      out.writeLong(endsAt);
      out.writeInt(takes);
      out.writeInt(size);
      write(out, path);
      out.writeInt(parts.size());
      for (var part : parts.entrySet()) {
        out.writeUTF(part.getKey());
        out.writeInt(part.getValue().length);
        out.write(part.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory it can't fail
    }
    return bytes.toByteArray();
  }

  /** Null for one of another release, or none at all. */
  static @Nullable ApartState read(byte[] bytes) {
    if (!isKnown(bytes)) {
      return null;
    }
    try {
      var in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1));
      var stage = Stage.of(in.readUnsignedByte());
      return new ApartState(
          stage,
          in.readLong(),
          uuid(in),
          uuid(in),
          CompletedBy.of(in.readUnsignedByte()),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          CompletedBy.of(in.readUnsignedByte()),
          in.readLong(),
          in.readInt(),
          in.readInt(),
          texts(in),
          parts(in));
    } catch (IOException e) {
      return null;
    }
  }

  static void write(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  static UUID uuid(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
    out.writeInt(texts.size());
    for (var text : texts.entrySet()) {
      out.writeUTF(text.getKey());
      out.writeUTF(text.getValue());
    }
  }

  static SortedMap<String, String> texts(DataInputStream in) throws IOException {
    var texts = new TreeMap<String, String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.put(in.readUTF(), in.readUTF());
    }
    return texts;
  }

  private static SortedMap<String, byte[]> parts(DataInputStream in) throws IOException {
    var parts = new TreeMap<String, byte[]>();
    for (int left = in.readInt(); left > 0; left--) {
      var name = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("a part of " + length + " bytes that isn't there");
      }
      parts.put(name, in.readNBytes(length));
    }
    return parts;
  }
}
