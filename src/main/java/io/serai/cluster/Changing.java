package io.serai.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wish on its way to the member that has the key. The copies take what came of it and don't make
 * it again, as they may be of another release.
 */
final class Changing
    implements EntryProcessor<String, byte[], byte[]>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private static final long serialVersionUID = 1;

  private byte[] wish;
  private byte @Nullable [] after;
  private boolean changed;
  private transient @Nullable Keeping keeping;

  Changing(byte[] wish) {
    this.wish = wish;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    keeping = ShelfWire.keeping(instance);
  }

  @Override
  public byte[] process(Map.Entry<String, byte[]> entry) {
    var here = Objects.requireNonNull(keeping, "this member keeps nothing");
    var before = entry.getValue();
    var change = here.change(entry.getKey(), before, wish);
    after = change.held();
    changed = !ShelfWire.isSame(before, after);
    if (changed) {
      ShelfWire.set(entry, after);
    }
    return change.answer();
  }

  @Override
  public @Nullable EntryProcessor<String, byte[], byte[]> getBackupProcessor() {
    return changed ? new Copying(after) : null;
  }

  @Override
  public int getFactoryId() {
    return ShelfWire.FACTORY;
  }

  @Override
  public int getClassId() {
    return ShelfWire.CHANGING;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(wish);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    wish = ShelfWire.bytes(in);
  }
}
