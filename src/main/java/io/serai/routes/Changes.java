package io.serai.routes;

import java.util.ArrayList;
import java.util.List;

/**
 * Units that a reload would take up, by what lies in {@code conf/}; each list in order.
 *
 * @param added units not known yet
 * @param changed units whose files are not those tried last
 * @param gone units without files
 */
public record Changes(List<String> added, List<String> changed, List<String> gone) {

  /** No unit would be taken up. */
  public static final Changes NONE = new Changes(List.of(), List.of(), List.of());

  /** All of them, in order. */
  public List<String> units() {
    var all = new ArrayList<>(added);
    all.addAll(changed);
    all.addAll(gone);
    all.sort(null);
    return List.copyOf(all);
  }
}
