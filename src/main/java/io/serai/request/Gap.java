package io.serai.request;

/**
 * Why a template could not be filled in.
 *
 * @param kind what follows from it
 * @param reason in an operator's words, naming the reference as written
 * @param byClient whether the value is one that the client sends
 */
public record Gap(Kind kind, String reason, boolean byClient) {

  /** What follows from a gap. */
  public enum Kind {
    /** A value written {@code {x?}} is missing: what it stands in is left out. */
    SKIPPED,
    /** A list to ask for is empty, so there is nothing to ask: the call isn't made. */
    EMPTY,
    /** A value without default or {@code ?} is missing: the part fails. */
    MISSING,
    /** The value is there but may not be sent: the part fails. */
    REFUSED
  }
}
