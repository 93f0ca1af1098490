package io.serai.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a change, for the members that hold the copies; null if nothing is held now. */
final class Copying implements EntryProcessor<String, byte[], byte[]>, IdentifiedDataSerializable {
  private static final long serialVersionUID = 1;

  private byte @Nullable [] held;

  Copying(byte @Nullable [] held) {
    this.held = held;
  }

  @Override
  public byte @Nullable [] process(Map.Entry<String, byte[]> entry) {
    ShelfWire.set(entry, held);
    return null;
  }

  @Override
  public @Nullable EntryProcessor<String, byte[], byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return ShelfWire.FACTORY;
  }

  @Override
  public int getClassId() {
    return ShelfWire.COPYING;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(held);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    held = in.readByteArray();
  }
}
