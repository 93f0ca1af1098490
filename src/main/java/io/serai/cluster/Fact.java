package io.serai.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What was last decided about one key of a board.
 *
 * @param stamp ms since 1970 when it was written, later than all its writer knew of that key
 * @param by the writer's {@link Member#id}: decides between equal stamps
 * @param value null if it was removed; that is remembered too, for a member that was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // compared by stamp and writer
record Fact(long stamp, String by, byte @Nullable [] value) {

  boolean beats(@Nullable Fact other) {
    return other == null
        || stamp > other.stamp
        || (stamp == other.stamp && by.compareTo(other.by) > 0);
  }

  void write(DataOutputStream to) throws IOException {
    to.writeLong(stamp);
    to.writeUTF(by);
    to.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      to.write(value);
    }
  }

  static Fact read(DataInputStream from) throws IOException {
    long stamp = from.readLong();
    var by = from.readUTF();
    int length = from.readInt();
    if (length > from.available()) {
      throw new IOException("a value of " + length + " bytes that isn't there");
    }
    return new Fact(stamp, by, length < 0 ? null : from.readNBytes(length));
  }
}
