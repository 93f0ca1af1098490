package io.serai.json;

import java.util.List;

/** Several documents put side by side as the elements of one array. */
public final class JsonArray {
  private JsonArray() {}

  /**
   * Each document one element, in order, whatever it is; {@code null} too.
   *
   * @param documents valid JSON texts
   * @throws JsonProblem if one nests so deep that it would go too deep in an array, or if they are
   *     too long for one
   */
  public static byte[] of(List<byte[]> documents) throws JsonProblem {
    long size = 2;
    for (var each : documents) {
      size += each.length + 1L;
    }
    if (size > Integer.MAX_VALUE - 16) {
      throw new JsonProblem("the documents are too long for one array: " + size + " bytes");
    }
    var out = new Splice((int) size).add('[');
    for (var each : documents) {
      if (Skim.deeper(each, 0, each.length, JsonScan.MAX_DEPTH - 1)) {
        throw new JsonProblem(
            "a document that nests " + JsonScan.MAX_DEPTH + " levels deep can't go into an array");
      }
      if (out.size() > 1) {
        out.add(',');
      }
      out.add(each);
    }
    return out.add(']').bytes();
  }

  /**
   * The elements of a valid document that is an array, as raw JSON texts; a document that is none
   * is the one element, {@code null} and the empty text are none.
   */
  public static List<byte[]> elements(byte[] document) {
    int start = JsonScan.skipSpace(document, 0, document.length);
    if (start == document.length || document[start] == 'n') {
      return List.of();
    }
    if (document[start] == '[') {
      return EACH.all(document);
    }
    return List.of(java.util.Arrays.copyOfRange(document, start, Skim.value(document, start)));
  }

  private static final JsonPath EACH = JsonPath.of("[]");
}
