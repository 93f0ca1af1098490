package io.serai.circuit;

import org.jspecify.annotations.Nullable;

/** The watcher of circuits that no other node shares: whoever wants to probe may. */
enum Alone implements Watcher {
  ALONE;

  @Override
  public void added(Breaker breaker) {}

  @Override
  public void removed(Breaker breaker) {}

  @Override
  public void opened(Breaker breaker, int attempt, String reason) {}

  @Override
  public void closed(Breaker breaker, String reason) {}

  @Override
  public void wantsProbe(Breaker breaker) {
    breaker.halfOpen(breaker.options().permittedNumberOfCallsInHalfOpenState());
  }

  @Override
  public void probed(Breaker breaker, boolean failed, boolean slow) {}

  @Override
  public boolean forced(Breaker breaker, @Nullable State forced, String by) {
    return true;
  }
}
