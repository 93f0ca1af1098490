package io.serai.schema;

import com.networknt.schema.AnyOfValidator;
import com.networknt.schema.ContainsValidator;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.IfValidator;
import com.networknt.schema.NotValidator;
import com.networknt.schema.OneOfValidator;
import com.networknt.schema.result.JsonNodeResults;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one check has left, on the thread that makes it.
 *
 * <p>The library has no place to stop it, but each keyword asks for the configuration before it
 * looks at a value, and whether to go on before it notes a fault: there it is charged. Patterns and
 * {@code uniqueItems} are ours and charge what they walk. The clock is for the rest, such as
 * comparing large values.
 */
final class Effort extends ExecutionContext {
  private static final ThreadLocal<@Nullable Effort> CURRENT = new ThreadLocal<>();

  /** Between two looks at the clock; a single keyword may walk over the whole document. */
  private static final int LOOK = 16;

  /** Without an end a megabyte of wrong items would become a quarter gigabyte of notes. */
  private static final int MOST_NOTES = 50_000;

  /** Between two looks at what a note beyond them is about. */
  private static final int NOTES_ON = 256;

  /** A note takes so much longer than what it is about. */
  private static final int NOTE = 10;

  /** What fails within these is no fault of the document yet. */
  private static final Set<String> OPEN =
      Stream.of(
              AnyOfValidator.class,
              ContainsValidator.class,
              IfValidator.class,
              NotValidator.class,
              OneOfValidator.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final Bounds bounds;
  private final long end;
  private long left;
  private long nextLook;
  private int notes;

  Effort(Bounds bounds) {
    this.bounds = bounds;
    this.end = System.nanoTime() + bounds.nanos();
    this.left = bounds.maxSteps();
    this.nextLook = left - LOOK;
  }

  /** Charges whichever check is being made on this thread, for what isn't given its context. */
  static void charge(long steps) {
    var effort = CURRENT.get();
    if (effort != null) {
      effort.steps(steps);
    }
  }

  void begin() {
    CURRENT.set(this);
  }

  static void end() {
    CURRENT.remove();
  }

  void steps(long count) {
    left -= count;
    if (left < nextLook) {
      nextLook = left - LOOK;
      if (left < 0) {
        throw new BoundReached("more than " + bounds.maxSteps() + " steps (schema.maxSteps)");
      }
      if (end - System.nanoTime() < 0) {
        throw new BoundReached(
            "longer than " + bounds.nanos() / 1_000_000 + " ms (schema.timeout)");
      }
    }
  }

  /** Every keyword begins with it. */
  @Override
  public ExecutionConfig getExecutionConfig() {
    steps(1);
    return super.getExecutionConfig();
  }

  /** The {@code unevaluated} keywords walk them for each note that was made of a value. */
  @Override
  public JsonNodeResults getResults() {
    steps(LOOK + 1);
    return super.getResults();
  }

  /** Asked before each fault that is noted, those of alternatives that don't hold among them. */
  @Override
  public boolean isFailFast() {
    steps(NOTE);
    return ++notes > MOST_NOTES && notes % NOTES_ON == 0 && !isOpen();
  }

  private static boolean isOpen() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> OPEN.contains(frame.getClassName())));
  }

  @Override
  public void setFailFast(boolean failFast) {
    // The end holds within alternatives too.
  }
}
