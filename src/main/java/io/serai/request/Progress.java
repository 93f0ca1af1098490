package io.serai.request;

/** Hears how each part of a request's document ended, once it is known and before all of it is. */
public interface Progress {
  /**
   * Called on the request's lane, in the order in which they end; not to wait in.
   *
   * @param outcome as it counts for the document
   * @param json what stands in the document for a success; empty for a failure
   */
  void part(Outcome outcome, byte[] json);
}
