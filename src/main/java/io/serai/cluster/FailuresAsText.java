package io.serai.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.StreamSerializer;
import com.hazelcast.spi.exception.RetryableException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import java.io.IOException;
import java.util.Objects;

/**
 * In place of Java serialization. Hazelcast answers operations by exceptions; they travel as what
 * they say and whether it may be tried again. Nothing else has to travel.
 */
final class FailuresAsText implements StreamSerializer<Object> {
  private static final int TYPE = 5701;

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
  }

  @Override
  public Object read(ObjectDataInput in) throws IOException {
    boolean mayBeRetried = in.readBoolean();
    var text = Objects.requireNonNullElse(in.readString(), "");
    return mayBeRetried ? new RetryableHazelcastException(text) : new HazelcastException(text);
  }
}
