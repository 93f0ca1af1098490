package io.serai.schema;

import com.networknt.schema.ExecutionContext;

/**
 * The effort one check may take: the validator asks before each fault that it notes, those of
 * alternatives that don't hold among them. Without an end, a megabyte of wrong items would become a
 * quarter gigabyte of notes.
 */
final class Effort extends ExecutionContext {
  private static final int MOST_NOTES = 50_000;

  private int notes;

  @Override
  public boolean isFailFast() {
    return ++notes > MOST_NOTES;
  }

  @Override
  public void setFailFast(boolean failFast) {
    // The end holds within alternatives too.
  }
}
