package io.serai.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shelf as Hazelcast knows it: a map, and the few objects that travel for it, each known by a
 * number on both sides. Neighbouring releases send each other these, so the numbers stay.
 */
final class ShelfWire {
  static final String MAP = "serai.shelf";
  static final int FACTORY = 5701;
  static final int CHANGING = 1;
  static final int COPYING = 2;
  static final int DUE_KEYS = 3;
  static final int REUNION = 4;

  private static final String KEEPING = "serai.keeping";

  private ShelfWire() {}

  /**
   * Prepares a member for it.
   *
   * @param keeping null if nothing is kept here: then others' wishes are refused
   */
  static void prepare(Config config, int backups, @Nullable Keeping keeping) {
    config.addMapConfig(
        new MapConfig(MAP)
            .setBackupCount(backups)
            // Looked at many times, and never changed in place: as objects they aren't copied.
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setStatisticsEnabled(false)
            .setMergePolicyConfig(
                new MergePolicyConfig(
                    Reunion.class.getName(), MergePolicyConfig.DEFAULT_BATCH_SIZE)));
    config.getSerializationConfig().addDataSerializableFactory(FACTORY, ShelfWire::made);
    if (keeping != null) {
      config.setUserContext(new ConcurrentHashMap<>(Map.of(KEEPING, keeping)));
    }
  }

  private static IdentifiedDataSerializable made(int type) {
    return switch (type) {
      case CHANGING -> new Changing(new byte[0]);
      case COPYING -> new Copying(null);
      case DUE_KEYS -> new DueKeys(0, null);
      case REUNION -> new Reunion();
      default ->
          throw new HazelcastSerializationException("type " + type + " is of no release yet");
    };
  }

  static @Nullable Keeping keeping(HazelcastInstance instance) {
    return (Keeping) instance.getUserContext().get(KEEPING);
  }

  static byte[] bytes(ObjectDataInput in) throws IOException {
    var bytes = in.readByteArray();
    return bytes == null ? new byte[0] : bytes;
  }

  static boolean isSame(byte @Nullable [] before, byte @Nullable [] after) {
    return Arrays.equals(before, after);
  }

  /** Hazelcast removes what is set to null. */
  @SuppressWarnings("NullAway")
  static void set(Map.Entry<String, byte[]> entry, byte @Nullable [] held) {
    entry.setValue(held);
  }
}
