package io.serai.aggregate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ApartState} as bytes, for gateways of neighbouring releases too: another version is not
 * for this release.
 *
 * <pre>
 * u8 version, u8 stage, i64 wakeAt, uuid id, uuid taker, u8 by, i64 openedAt, i64 cameAt,
 * i64 dueAt, u8 due, i64 endsAt, i32 takes, i32 size, i32 count of parameters, each: text, text;
 * i32 count of parts, each: text name, i32 length, bytes
 * </pre>
 */
final class ApartBytes {
  private static final int VERSION = 1;

  private ApartBytes() {}

  // The two things that are looked at without reading the rest.

  static boolean isKnown(byte[] bytes) {
    return bytes.length > 10 && bytes[0] == VERSION;
  }

  static boolean isClosed(byte[] bytes) {
    return bytes[1] == ApartState.Stage.CLOSED.number;
  }

  static long wakeAt(byte[] bytes) {
    long at = 0;
    for (int i = 2; i < 10; i++) {
      at = at << 8 | (bytes[i] & 0xff);
    }
    return at;
  }

  static byte[] bytes(ApartState state) {
    var bytes = new ByteArrayOutputStream(128 + state.partBytes());
    try {
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeByte(state.stage().number);
      out.writeLong(state.wakeAt());
      write(out, state.id());
      write(out, state.taker());
      out.writeByte(state.by().number());
      out.writeLong(state.openedAt());
      out.writeLong(state.cameAt());
      out.writeLong(state.dueAt());
      out.writeByte(state.due().number());
      out.writeLong(state.endsAt());
      out.writeInt(state.takes());
      out.writeInt(state.size());
      write(out, state.path());
      out.writeInt(state.parts().size());
      for (var part : state.parts().entrySet()) {
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
      var stage = ApartState.Stage.of(in.readUnsignedByte());
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
