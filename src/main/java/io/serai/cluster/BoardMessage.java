package io.serai.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What members tell each other of a board: facts, or the digest of all they know. Each fact tells
 * its length, so that a newer release may append to it.
 *
 * <pre>
 * u8 1, i64 digest | u8 2, i32 count, count times: i32 length, text key, fact
 * </pre>
 *
 * @param facts empty for a digest alone
 */
record BoardMessage(boolean isDigest, long digest, Map<String, Fact> facts) {
  private static final int DIGEST = 1;
  private static final int FACTS = 2;

  static byte[] digest(long digest) {
    return bytes(
        message -> {
          message.writeByte(DIGEST);
          message.writeLong(digest);
        });
  }

  static byte[] facts(Map<String, Fact> facts) {
    return bytes(
        message -> {
          message.writeByte(FACTS);
          message.writeInt(facts.size());
          for (var fact : facts.entrySet()) {
            var one =
                bytes(
                    bytes -> {
                      bytes.writeUTF(fact.getKey());
                      fact.getValue().write(bytes);
                    });
            message.writeInt(one.length);
            message.write(one);
          }
        });
  }

  /** Throws an {@link IOException} for what is damaged; without facts if it is of a later kind. */
  static BoardMessage read(byte[] bytes) throws IOException {
    var message = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = message.readUnsignedByte();
    var facts = new LinkedHashMap<String, Fact>();
    if (kind == FACTS) {
      for (int left = message.readInt(); left > 0; left--) {
        int length = message.readInt();
        if (length < 0 || length > message.available()) {
          throw new IOException("a fact of " + length + " bytes that isn't there");
        }
        var one = new DataInputStream(new ByteArrayInputStream(message.readNBytes(length)));
        facts.put(one.readUTF(), Fact.read(one));
      }
    }
    return new BoardMessage(kind == DIGEST, kind == DIGEST ? message.readLong() : 0, facts);
  }

  private interface Writing {
    void to(DataOutputStream bytes) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory it can't fail
    }
    return bytes.toByteArray();
  }
}
