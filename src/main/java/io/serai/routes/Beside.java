package io.serai.routes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The files that a unit of one file names: {@code file:schemas/product.json} in the route file,
 * {@code "address.json"} in that one. A folder has its files in itself.
 */
final class Beside {
  private static final String JSON = ".json";

  private Beside() {}

  /**
   * Those named by what is there and not there yet. By text: what is named in vain, in a comment,
   * costs a reload too many.
   */
  static List<Stamp> named(SortedMap<String, byte[]> there, List<Stamp> beside) {
    var named = new ArrayList<Stamp>();
    for (var stamp : beside) {
      if (!there.containsKey(stamp.name())) {
        for (var file : there.entrySet()) {
          if (names(file.getKey(), file.getValue(), stamp.name())) {
            named.add(stamp);
            break;
          }
        }
      }
    }
    return named;
  }

  private static boolean names(String file, byte[] bytes, String wanted) {
    if (!file.endsWith(JSON)) {
      return new String(bytes, StandardCharsets.UTF_8).contains("file:" + wanted);
    }
    // A reference is relative to where it stands; its last segment is enough to tell.
    return wanted.endsWith(JSON)
        && new String(bytes, StandardCharsets.UTF_8)
            .contains(wanted.substring(wanted.lastIndexOf('/') + 1));
  }
}
