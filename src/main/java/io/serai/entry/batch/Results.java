package io.serai.entry.batch;

import io.serai.json.Splice;

/** The results of a batch on their way into one document. */
interface Results {

  /**
   * One more item has come to its end.
   *
   * @param at its place, from 0
   */
  void add(int at, byte[] result);

  /** No more comes: all have come, or nobody waits for them. */
  void end();

  /** What the message holds then, or from the beginning if it {@link #flows}. */
  Object body();

  /** Whether each goes out as it comes. */
  boolean flows();

  String contentType();

  /** A JSON array in the order of the items. */
  static Results inOrder(int count) {
    var results = new byte[count][];
    return new Results() {
      @Override
      public void add(int at, byte[] result) {
        results[at] = result;
      }

      @Override
      public void end() {}

      @Override
      public Object body() {
        return list(results);
      }

      @Override
      public boolean flows() {
        return false;
      }

      @Override
      public String contentType() {
        return Media.JSON;
      }
    };
  }

  private static byte[] list(byte[][] results) {
    int size = 2;
    for (var result : results) {
      size = Math.addExact(size, result.length + 1);
    }
    var all = new Splice(size).add('[');
    for (int i = 0; i < results.length; i++) {
      if (i > 0) {
        all.add(',');
      }
      all.add(results[i]);
    }
    return all.add(']').bytes();
  }
}
