package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.serai.request.Gap;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A call's request in bytes: written once, while the exchange may be read, and sent by every
 * attempt and every copy. A host other than the first gets its own prefix and name in front of what
 * stays.
 */
final class Encoded {
  private final String method;
  private Host host;
  private int targetStart;
  private int targetEnd;
  private int restStart;
  private int deadlineAt;
  private boolean keyed;
  private @Nullable ByteBuf bytes;

  Encoded(String method, Host host) {
    this.method = method;
    this.host = host;
  }

  /** Writes all of it, or tells what is missing. */
  @Nullable Gap write(CallPlan plan, Request request, Exchange exchange) {
    var out = PooledByteBufAllocator.DEFAULT.directBuffer(512);
    bytes = out;
    var writer = new RequestWriter(plan.options(), request, exchange, out);
    var gap = writer.write(plan, host, method);
    targetStart = writer.targetStart;
    targetEnd = writer.targetEnd;
    restStart = writer.restStart;
    deadlineAt = writer.deadlineAt;
    keyed = writer.keyed;
    return gap;
  }

  /** Whether it carries an Idempotency-Key. */
  boolean isKeyed() {
    return keyed;
  }

  /** Whether the time left is to be told. */
  boolean tellsDeadline() {
    return deadlineAt > 0;
  }

  /** Before the bytes for an attempt are asked for. */
  void timeLeft(long nanos) {
    var present = java.util.Objects.requireNonNull(bytes);
    if (present.refCnt() > 1) {
      // A copy of them is still on its way out, with a time of its own.
      bytes = present.copy();
      present.release();
      present = bytes;
    }
    DeadlineHeader.fill(present, deadlineAt, nanos);
  }

  /** Whoever sends them releases them. */
  ByteBuf bytesFor(Host next) {
    var now = java.util.Objects.requireNonNull(bytes);
    return (next == host ? now : rewritten(now, next)).retainedDuplicate();
  }

  private ByteBuf rewritten(ByteBuf before, Host next) {
    var out = PooledByteBufAllocator.DEFAULT.directBuffer(before.readableBytes() + 64);
    out.writeCharSequence(method, StandardCharsets.US_ASCII);
    out.writeByte(' ');
    out.writeBytes(next.pathPrefix);
    boolean noPath = targetStart == targetEnd || before.getByte(targetStart) != '/';
    if (noPath && next.pathPrefix.length == 0) {
      out.writeByte('/');
    }
    int start = out.writerIndex();
    out.writeBytes(before, targetStart, targetEnd - targetStart);
    int end = out.writerIndex();
    out.writeBytes(next.afterTarget);
    int rest = out.writerIndex();
    out.writeBytes(before, restStart, before.writerIndex() - restStart);
    before.release();
    bytes = out;
    host = next;
    targetStart = start;
    targetEnd = end;
    deadlineAt = deadlineAt == 0 ? 0 : deadlineAt + rest - restStart;
    restStart = rest;
    return out;
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
