package io.serai.entry;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How full memory is: the heap after collections, and what Netty holds outside of it. */
final class MemoryUse {
  private final @Nullable MemoryPoolMXBean old = old();
  private final HeapTrend heap = new HeapTrend();

  /** The pool where what lives long ends up, whatever the collector calls it. */
  private static @Nullable MemoryPoolMXBean old() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .filter(MemoryPoolMXBean::isUsageThresholdSupported)
        .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
        .orElse(null);
  }

  /** Percent, the fuller of the two. */
  int percent(long now) {
    return Math.max(heap(now), direct());
  }

  private int heap(long now) {
    var after = old == null ? null : old.getCollectionUsage();
    return after == null ? 0 : heap.look(after.getUsed(), after.getMax(), now);
  }

  private static int direct() {
    long most = PlatformDependent.maxDirectMemory();
    // In buffers, and not merely kept for them.
    long used = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    return most <= 0 ? 0 : (int) Math.min(100, 100 * used / most);
  }
}
