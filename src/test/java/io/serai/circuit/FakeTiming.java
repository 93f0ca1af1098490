package io.serai.circuit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so; what is due runs on the test's thread. */
public final class FakeTiming implements Timing {
  private record Task(long number, long at, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>();
  private long made;
  private long now = 1_000_000_007L;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Runnable after(long nanos, Runnable action) {
    var task = new Task(++made, now + nanos, action);
    tasks.add(task);
    return () -> forget(task);
  }

  private synchronized void forget(Task task) {
    tasks.removeIf(other -> other.number() == task.number());
  }

  synchronized int waiting() {
    return tasks.size();
  }

  public void pass(Duration time) {
    long end = nanos() + time.toNanos();
    for (var due = next(end); due != null; due = next(end)) {
      due.action().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Task next(long end) {
    var due =
        tasks.stream()
            .filter(task -> task.at() <= end)
            .min(Comparator.comparingLong(Task::at))
            .orElse(null);
    if (due != null) {
      tasks.remove(due);
      now = Math.max(now, due.at());
    }
    return due;
  }
}
