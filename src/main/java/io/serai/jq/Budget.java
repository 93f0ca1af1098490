package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What one run of a program has left, on the thread that runs it. */
final class Budget {
  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  /** Far from the end of a loop's stack of 1 MiB, where a class that is being loaded breaks. */
  private static final int MAX_DEPTH = 1_500;

  /** Between two looks at the clock. */
  private static final int LOOK = 256;

  /** Characters, or elements copied, for one step. */
  private static final int CHARS = 64;

  private static final int ELEMENTS = 8;

  final Exchange exchange;
  private final Bounds bounds;
  private final long end;
  private final long allowed;
  private long left;
  private long nextLook;
  private int depth;
  private final Map<String, OnigUtils.Pattern> patterns = new HashMap<>(0);

  Budget(Exchange exchange, Bounds bounds) {
    this.exchange = exchange;
    this.bounds = bounds;
    this.allowed = Math.min(bounds.nanos(), bounds.nanosLeft().applyAsLong(exchange));
    this.end = System.nanoTime() + allowed;
    this.left = bounds.maxSteps();
    this.nextLook = left - LOOK;
  }

  /** That of the running program. */
  static Budget current() {
    var budget = CURRENT.get();
    if (budget == null) {
      throw new IllegalStateException("no program runs on this thread");
    }
    return budget;
  }

  /** Makes it the current one; returns what was before. */
  @Nullable Budget begin() {
    var before = CURRENT.get();
    CURRENT.set(this);
    return before;
  }

  static void end(@Nullable Budget before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new BoundReached("it recurses too deeply");
    }
    steps(1);
  }

  void leave() {
    depth--;
  }

  void steps(long count) {
    left -= count;
    if (left < nextLook) {
      nextLook = left - LOOK;
      if (left < 0) {
        throw new BoundReached("it takes more than " + bounds.maxSteps() + " steps (jq.maxSteps)");
      }
      if (nanosLeft() <= 0) {
        throw late();
      }
    }
  }

  long nanosLeft() {
    return end - System.nanoTime();
  }

  BoundReached late() {
    return new BoundReached(
        "it takes longer than "
            + allowed / 1_000_000
            + " ms ("
            + (allowed < bounds.nanos() ? "the request's deadline" : "jq.timeout")
            + ")");
  }

  /** An output of any expression. */
  void output(@Nullable JsonNode node) {
    if (node != null && node.isTextual()) {
      text(node.textValue().length());
    } else {
      steps(1);
    }
  }

  /** A text that is there or about to be made. */
  void text(long length) {
    if (length > bounds.maxResult()) {
      throw tooLarge();
    }
    steps(1 + length / CHARS);
  }

  /** An array or object about to be copied or filled. */
  void elements(long count) {
    steps(1 + count / ELEMENTS);
  }

  long maxResult() {
    return bounds.maxResult();
  }

  BoundReached tooLarge() {
    return new BoundReached("it makes more than " + bounds.maxResult() + " bytes (jq.maxResult)");
  }

  /** A regular expression, compiled once a run and not once an element. */
  OnigUtils.Pattern pattern(String regex, @Nullable String flags) throws JsonQueryException {
    var key = flags + "/" + regex;
    var pattern = patterns.get(key);
    if (pattern == null) {
      pattern = new OnigUtils.Pattern(regex, flags);
      patterns.put(key, pattern);
    }
    return pattern;
  }
}
