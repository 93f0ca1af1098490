package io.serai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A required part of an answer could not be had. Route files catch it by this name in {@code
 * onException} and {@code doCatch}; uncaught it becomes a problem document of {@link #status()}.
 *
 * <p>{@code ${exception.part}} in Camel's simple language finds {@link #part()}. There is no {@code
 * getPart} beside it: Camel would find both, and refuse to choose.
 */
public final class PartFailed extends RuntimeException {
  /** The reason of a call that a circuit turned away. */
  public static final String CIRCUIT_OPEN = "circuit open";

  /** What a failure says of what was to be called. */
  public enum Kind {
    /** It was asked, or nobody knows better. */
    FAILED,
    /**
     * Nothing: the gateway had no place or memory for the call, or it can't be made of what the
     * request has.
     */
    NOT_CALLED,
    /** Nothing: a circuit turned the call away. */
    CIRCUIT_OPEN
  }

  private final String part;
  private final String reason;
  private final int status;
  private final @Nullable Duration retryAfter;
  private final Kind kind;

  /**
   * Says which part failed and what the client gets for it.
   *
   * @param part the part's name, never a host
   * @param reason what went wrong, in words an operator understands
   * @param status the HTTP status the client gets if nothing catches this, 400 to 599
   * @param retryAfter when it is worth while to come back: what a backend's 429 or 503 said, or
   *     what a circuit knows; null for unknown
   */
  public PartFailed(String part, String reason, int status, @Nullable Duration retryAfter) {
    this(part, reason, status, retryAfter, null);
  }

  /**
   * The same for a failure that Camel knows by a class of its own, which {@code onException} and
   * {@code doCatch} find too.
   */
  public PartFailed(
      String part,
      String reason,
      int status,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    this(part, reason, status, retryAfter, cause, Kind.FAILED);
  }

  /** The same, saying whether a call was made: one that wasn't is held against no circuit. */
  public PartFailed(
      String part,
      String reason,
      int status,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      Kind kind) {
    // Thrown by the thousand in an outage: no stack trace, the part and the reason say it all.
    super(part + ": " + reason, cause, false, false);
    this.part = part;
    this.reason = reason;
    this.status = status;
    this.retryAfter = retryAfter;
    this.kind = kind;
  }

  // Camel's simple language finds these by `${exception.part}`. With a getPart() beside them it
  // would find both or one, depending on the order in which the JVM lists methods.

  /** The name of the part that failed. */
  public String part() {
    return part;
  }

  /** Why it failed, without host names. */
  public String reason() {
    return reason;
  }

  /** What it says of what was to be called. */
  public Kind kind() {
    return kind;
  }

  /** Whether a circuit turned the call away: what is behind it wasn't even asked. */
  public boolean isCircuitOpen() {
    return kind == Kind.CIRCUIT_OPEN;
  }

  /** The status of the client's answer. */
  public int status() {
    return status;
  }

  /** When it is worth while to come back, if that is known. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
