package io.serai.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/** After a partition, where both sides held a key: the rule makes one of the two. */
final class Reunion
    implements SplitBrainMergePolicy<byte[], MergingValue<byte[]>, Object>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private @Nullable Keeping keeping;

  /** Hazelcast makes it by its name, on the side that joins the other. */
  Reunion() {}

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    keeping = ShelfWire.keeping(instance);
  }

  @Override
  public @Nullable Object merge(MergingValue<byte[]> comes, @Nullable MergingValue<byte[]> there) {
    var one = there == null ? null : there.getDeserializedValue();
    var other = comes.getDeserializedValue();
    return one == null || keeping == null ? other : keeping.merge(one, other);
  }

  @Override
  public int getFactoryId() {
    return ShelfWire.FACTORY;
  }

  @Override
  public int getClassId() {
    return ShelfWire.REUNION;
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
