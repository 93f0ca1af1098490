package io.serai.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One message as it travels between members, also of neighbouring releases:
 *
 * <pre>
 * u8 version, u16 length of the head, head: texts from, to, channel; then the content
 * </pre>
 *
 * A newer release may append to the head, which is skipped here, or raise the version, and then the
 * message is not for this release.
 *
 * @param from the sender's {@link Member#id}
 * @param to the receiver's, empty for all
 * @param channel empty for the cluster's own
 */
@SuppressWarnings("ArrayRecordComponent") // made, written or handed on, never compared
record Frame(String from, String to, String channel, byte[] content) {
  static final int VERSION = 1;

  /** One of another version, or none at all. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  byte[] bytes() {
    var head = new ByteArrayOutputStream(128);
    var bytes = new ByteArrayOutputStream(content.length + 128);
    try {
      var texts = new DataOutputStream(head);
      texts.writeUTF(from);
      texts.writeUTF(to);
      texts.writeUTF(channel);
      var frame = new DataOutputStream(bytes);
      frame.writeByte(VERSION);
      frame.writeShort(head.size());
      frame.write(head.toByteArray());
      frame.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory it can't fail
    }
    return bytes.toByteArray();
  }

  static Frame read(byte[] bytes) throws Unreadable {
    try (var frame = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = frame.readUnsignedByte();
      if (version != VERSION) {
        throw new Unreadable("version " + version + " (expected: " + VERSION + ")");
      }
      var head = new byte[frame.readUnsignedShort()];
      frame.readFully(head);
      var texts = new DataInputStream(new ByteArrayInputStream(head));
      return new Frame(texts.readUTF(), texts.readUTF(), texts.readUTF(), frame.readAllBytes());
    } catch (IOException e) {
      throw new Unreadable("a damaged message of " + bytes.length + " bytes");
    }
  }
}
