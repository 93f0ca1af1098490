package io.serai.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.query.Predicate;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Finds the keys that are due, and counts what it looks at. */
final class DueKeys
    implements Predicate<String, byte[]>, IdentifiedDataSerializable, HazelcastInstanceAware {
  private static final long serialVersionUID = 1;

  private long millisAgo;
  private transient @Nullable Keeping keeping;
  final transient LongAdder keys = new LongAdder();
  final transient LongAdder bytes = new LongAdder();

  /**
   * Those that were due so long ago.
   *
   * @param keeping null for one that goes to other members, which have their own
   */
  DueKeys(long millisAgo, @Nullable Keeping keeping) {
    this.millisAgo = millisAgo;
    this.keeping = keeping;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    keeping = ShelfWire.keeping(instance);
  }

  @Override
  public boolean apply(Map.Entry<String, byte[]> entry) {
    var here = keeping;
    var held = entry.getValue();
    if (here == null || held == null) {
      return false;
    }
    keys.increment();
    bytes.add(Keeping.weight(entry.getKey(), held));
    return here.isDue(held, millisAgo);
  }

  @Override
  public int getFactoryId() {
    return ShelfWire.FACTORY;
  }

  @Override
  public int getClassId() {
    return ShelfWire.DUE_KEYS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(millisAgo);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    millisAgo = in.readLong();
  }
}
