package io.serai.circuit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watcher that writes down what it is told and answers nothing. */
class Told implements Watcher {
  final List<String> lines = new ArrayList<>();

  @Override
  public void added(Breaker breaker) {
    lines.add("added " + breaker.name());
  }

  @Override
  public void removed(Breaker breaker) {
    lines.add("removed " + breaker.name());
  }

  @Override
  public void opened(Breaker breaker, int attempt, String reason) {
    lines.add("opened " + attempt + ": " + reason);
  }

  @Override
  public void closed(Breaker breaker, String reason) {
    lines.add("closed: " + reason);
  }

  @Override
  public void wantsProbe(Breaker breaker) {
    lines.add("wants probe");
  }

  @Override
  public void probed(Breaker breaker, boolean failed, boolean slow) {
    lines.add("probed " + (failed ? "failed" : "well") + (slow ? " slow" : ""));
  }

  @Override
  public boolean forced(Breaker breaker, @Nullable State forced, String by) {
    lines.add("forced " + breaker.name() + " " + forced + " by " + by);
    return true;
  }
}
