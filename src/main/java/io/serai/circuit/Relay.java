package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/** Tells whoever shares circuits at the moment: circuits are older than the cluster's start. */
final class Relay implements Watcher {
  private volatile Watcher target = Alone.ALONE;

  void to(Watcher watcher) {
    target = watcher;
  }

  @Override
  public void added(Breaker breaker) {
    target.added(breaker);
  }

  @Override
  public void removed(Breaker breaker) {
    target.removed(breaker);
  }

  @Override
  public void opened(Breaker breaker, int attempt, String reason) {
    target.opened(breaker, attempt, reason);
  }

  @Override
  public void closed(Breaker breaker, String reason) {
    target.closed(breaker, reason);
  }

  @Override
  public void wantsProbe(Breaker breaker) {
    target.wantsProbe(breaker);
  }

  @Override
  public void probed(Breaker breaker, boolean failed, boolean slow) {
    target.probed(breaker, failed, slow);
  }

  @Override
  public boolean forced(Breaker breaker, @Nullable State forced, String by) {
    return target.forced(breaker, forced, by);
  }
}
