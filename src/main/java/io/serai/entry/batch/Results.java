package io.serai.entry.batch;

import io.serai.json.Splice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The results of a batch on their way into one document. */
interface Results {

  /**
   * One more item has come to its end.
   *
   * @param at its place, from 0
   */
  void add(int at, byte[] result);

  /** All of them; once all have come. */
  byte[] document();

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
      public byte[] document() {
        return join(Arrays.asList(results), '[', ',', ']');
      }

      @Override
      public String contentType() {
        return Media.JSON;
      }
    };
  }

  /** A line each in the order in which they ended. Whole at the end; nothing flows before. */
  static Results asFinished(String contentType) {
    var lines = new ArrayList<byte[]>();
    return new Results() {
      @Override
      public void add(int at, byte[] result) {
        lines.add(oneLine(result));
      }

      @Override
      public byte[] document() {
        return join(lines, '\0', '\n', '\n');
      }

      @Override
      public String contentType() {
        return contentType;
      }
    };
  }

  private static byte[] join(List<byte[]> results, char before, char between, char after) {
    int size = 2;
    for (var result : results) {
      size = Math.addExact(size, result.length + 1);
    }
    var all = new Splice(size);
    if (before != '\0') {
      all.add(before);
    }
    for (int i = 0; i < results.size(); i++) {
      if (i > 0) {
        all.add(between);
      }
      all.add(results.get(i));
    }
    if (before != '\0' || !results.isEmpty()) {
      all.add(after);
    }
    return all.bytes();
  }

  /** In valid JSON a line break stands between tokens only, where a space will do. */
  private static byte[] oneLine(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return json;
  }
}
