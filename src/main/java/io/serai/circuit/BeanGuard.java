package io.serai.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An operator's own circuit of resilience4j's, by its own rules. */
final class BeanGuard implements Guard {
  private static final Permit PERMIT = new Permit() {};

  private final CircuitBreaker bean;

  BeanGuard(CircuitBreaker bean) {
    this.bean = bean;
  }

  @Override
  public @Nullable Permit acquire() {
    return bean.tryAcquirePermission() ? PERMIT : null;
  }

  @Override
  public void ended(Permit permit, @Nullable Throwable failure, long nanos) {
    if (failure == null) {
      bean.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else {
      bean.onError(nanos, TimeUnit.NANOSECONDS, failure);
    }
  }

  @Override
  public void released(Permit permit) {
    bean.releasePermission();
  }

  @Override
  public String stateName() {
    return bean.getState().name();
  }

  @Override
  public long nanosLeft() {
    return 0;
  }
}
