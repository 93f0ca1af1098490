package io.serai.json;

import org.jspecify.annotations.Nullable;

/**
 * What is taken from a document: {@code unwrap}, then {@code pick}, then {@code drop}, then {@code
 * rename}, done in one pass. What stays, stays byte for byte: numbers, escapes, order, the space
 * within. A document that is an array has each of its elements shaped.
 *
 * <ul>
 *   <li>All paths name the document as it was before any of the other lists.
 *   <li>A number in a path is a member's name, {@code []} walks an array.
 *   <li>A member picked with its full path stays whole; one that isn't there is left out. Where a
 *       path goes on into a value of another kind, {@code address.zip} and the address is a text,
 *       {@code null} stands in its place: not what nobody picked, and elements keep their position.
 *   <li>{@code rename} says {@code new=old}, as everywhere in a route file what comes out stands
 *       left of the equals sign. A member that has the new name already makes way; two may swap.
 * </ul>
 *
 * <p>Members of one name twice are treated alike, so that the last still counts.
 *
 * <p>Made once, used by any number of threads.
 */
public final class Shape {
  private final @Nullable JsonPath unwrap;
  private final String unwrapText;
  private final @Nullable ShapeNode node;

  private Shape(@Nullable JsonPath unwrap, String unwrapText, @Nullable ShapeNode node) {
    this.unwrap = unwrap;
    this.unwrapText = unwrapText;
    this.node = node;
  }

  /**
   * Parses the four, each null or blank for none.
   *
   * @param pick {@code id,prices[].amount,address.zip}
   * @param drop {@code internal,items[].secret}
   * @param rename {@code sku=id,items[].sku=items[].id}
   * @param unwrap {@code data.items} or {@code results.0}
   * @throws IllegalArgumentException with the list, the text, the position and what was expected
   */
  public static Shape of(
      @Nullable String pick,
      @Nullable String drop,
      @Nullable String rename,
      @Nullable String unwrap) {
    JsonPath path = null;
    var way = unwrap == null ? "" : unwrap.strip();
    if (!way.isEmpty()) {
      path = parse("unwrap", way, JsonPath::of);
      if (path.walks()) {
        throw new IllegalArgumentException(
            "unwrap: '" + way + "' has many values (expected: a path without [], such as data)");
      }
    }
    return new Shape(
        path,
        way,
        ShapeNode.of(
            isBlank(pick) ? null : parse("pick", pick, ShapePaths::picks),
            isBlank(drop) ? null : parse("drop", drop, ShapePaths::drops),
            isBlank(rename) ? null : parse("rename", rename, ShapePaths::renames)));
  }

  private static boolean isBlank(@Nullable String list) {
    return list == null || list.isBlank();
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private static <T> T parse(String list, @Nullable String text, Parser<T> parser) {
    try {
      return parser.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(list + ": " + e.getMessage(), e);
    }
  }

  /** Whether every document comes out as it went in. */
  public boolean isNone() {
    return unwrap == null && node == null;
  }

  /**
   * The document in this shape; the same array if nothing in it applies.
   *
   * @param json a valid JSON text
   * @throws JsonProblem if there is nothing at the path to unwrap, or a scalar to pick from
   */
  public byte[] apply(byte[] json) throws JsonProblem {
    if (isNone()) {
      return json;
    }
    try {
      int start = unwrap == null ? 0 : unwrapped(unwrap, json);
      var cuts = new Cuts(json, start);
      int value = Skim.space(json, start);
      int end =
          node == null ? Skim.value(json, value) : new ShapeWalk(json, cuts).root(node, value);
      return cuts.bytes(unwrap == null ? json.length : end);
    } catch (IndexOutOfBoundsException e) {
      throw JsonProblem.invalid(json);
    }
  }

  private int unwrapped(JsonPath path, byte[] json) throws JsonProblem {
    int start = path.locate(json, Skim.space(json, 0));
    if (start < 0) {
      throw new JsonProblem("there is nothing to unwrap at " + unwrapText);
    }
    return start;
  }
}
