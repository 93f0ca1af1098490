package io.serai.json;

import java.util.List;

/** Several documents put together as one array. */
public final class JsonConcat {
  private JsonConcat() {}

  /**
   * The elements of all arrays in order; an object or a scalar is one element, {@code null} is
   * none. An array that is alone comes back as it is, not copied.
   *
   * @param documents valid JSON texts
   * @throws JsonProblem if an object nests so deep that it would go too deep in an array
   */
  public static byte[] of(List<byte[]> documents) throws JsonProblem {
    if (documents.size() == 1 && JsonScan.kind(documents.get(0)) == JsonScan.Kind.ARRAY) {
      return documents.get(0);
    }
    long size = 2;
    for (var each : documents) {
      size += each.length + 1L;
    }
    if (size > Integer.MAX_VALUE - 16) {
      throw new JsonProblem("the documents are too long for one array: " + size + " bytes");
    }
    var out = new Splice((int) size).add('[');
    for (var document : documents) {
      add(document, out);
    }
    return out.add(']').bytes();
  }

  private static void add(byte[] t, Splice out) throws JsonProblem {
    int start = JsonScan.skipSpace(t, 0, t.length);
    int end = t.length;
    while (end > start && t[end - 1] <= ' ' && t[end - 1] >= 0) {
      end--;
    }
    if (start == end || t[start] == 'n') {
      return;
    }
    if (t[start] == '[') {
      start = Skim.space(t, start + 1);
      end--;
    } else if (t[start] == '{' && Skim.deeper(t, start, end, JsonScan.MAX_DEPTH - 1)) {
      throw new JsonProblem(
          "an object that nests " + JsonScan.MAX_DEPTH + " levels deep can't go into an array");
    }
    if (start < end) {
      if (out.size() > 1) {
        out.add(',');
      }
      out.add(t, start, end - start);
    }
  }
}
