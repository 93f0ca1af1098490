package io.serai.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.StreamSerializer;
import com.hazelcast.spi.exception.CallerNotMemberException;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.RetryableException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.spi.exception.WrongTargetException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * In place of Java serialization. Hazelcast answers operations by exceptions; they travel as what
 * they say, whether it may be tried again, and the name of a kind. Nothing else has to travel.
 */
final class FailuresAsText implements StreamSerializer<Object> {
  private static final int TYPE = 5701;

  /**
   * Those that Hazelcast tells apart. A member that listens while another joins starts anew on the
   * first of them; of another kind it would repeat what is out of date for a minute.
   */
  private static final Map<String, Function<String, Throwable>> KINDS =
      Map.of(
          "ClusterTopologyChangedException", ClusterTopologyChangedException::new,
          "MemberLeftException", MemberLeftException::new,
          "TargetNotMemberException", TargetNotMemberException::new,
          "TargetDisconnectedException", TargetDisconnectedException::new,
          "CallerNotMemberException", CallerNotMemberException::new,
          "WrongTargetException", WrongTargetException::new,
          "PartitionMigratingException", PartitionMigratingException::new,
          "HazelcastInstanceNotActiveException", HazelcastInstanceNotActiveException::new);

  @Override
  public int getTypeId() {
    return TYPE;
  }

  @Override
  public void write(ObjectDataOutput out, Object object) throws IOException {
    if (!(object instanceof Throwable failure)) {
      throw new HazelcastSerializationException(object.getClass() + " can't travel, only bytes");
    }
    out.writeBoolean(failure instanceof RetryableException);
    out.writeString(failure.toString());
    out.writeString(failure.getClass().getSimpleName());
  }

  @Override
  public Object read(ObjectDataInput in) throws IOException {
    boolean mayBeRetried = in.readBoolean();
    var text = Objects.requireNonNullElse(in.readString(), "");
    var kind = KINDS.get(Objects.requireNonNullElse(in.readString(), ""));
    if (kind != null) {
      return kind.apply(text);
    }
    return mayBeRetried ? new RetryableHazelcastException(text) : new HazelcastException(text);
  }
}
