package io.serai.json;

import java.util.Collection;
import java.util.List;

/**
 * Puts looked-up documents into the elements of another that point at them, in time linear in the
 * length of both. Elements keep their text and their order; the joined member comes last.
 *
 * <ul>
 *   <li>Keys are equal if they say the same: strings without their escapes, numbers by value, a
 *       number also to the string that says it in its shortest form. {@code null}, a missing key,
 *       objects and arrays match nothing.
 *   <li>{@code as: seller} takes the first match; without one the element has no such member.
 *       {@code as: reviews[]} takes an array of all, in order, empty without one.
 *   <li>The member is the join's: one of that name in an element makes way, with or without a
 *       match. A key may so be replaced by what it points at: {@code match: "seller = id", as:
 *       seller}.
 *   <li>An element that is no object, such as {@code null}, stays as it is.
 * </ul>
 *
 * <p>Made once, used by any number of threads.
 */
public final class JsonJoin {
  private final JsonPath into;
  private final JsonPath left;
  private final JsonPath right;
  private final boolean many;
  private final byte[] name;
  private final MemberName own;
  private final int levels;

  private JsonJoin(JsonPath into, JsonPath left, JsonPath right, String name, boolean many) {
    this.into = into;
    this.left = left;
    this.right = right;
    this.many = many;
    this.name = Splice.name(name);
    this.own = new MemberName(name);
    // Below the path, an array at its end, and the element itself.
    this.levels = Math.max(0, JsonScan.MAX_DEPTH - into.levels() - 2 - (many ? 1 : 0));
  }

  /**
   * Parses a join.
   *
   * @param into the elements, {@code items[]}; the empty text for an array that is the document; an
   *     array at its end is walked without brackets too
   * @param match {@code sellerId = id}: the path in an element, then that in a looked-up document;
   *     either may walk an array, {@code tagIds[] = id}, if {@code as} takes many
   * @param as {@code seller}, or {@code reviews[]} for all that match
   * @throws IllegalArgumentException with the property, the text, the position and what was
   *     expected
   */
  public static JsonJoin of(String into, String match, String as) {
    int equals = match.indexOf('=');
    if (equals < 0 || match.indexOf('=', equals + 1) >= 0) {
      throw new IllegalArgumentException(
          "match: '" + match + "' has not one = (expected: such as sellerId = id)");
    }
    var name = as.strip();
    boolean many = name.endsWith(PathText.EACH);
    if (many) {
      name = name.substring(0, name.length() - 2);
    }
    if (name.isEmpty() || name.indexOf('.') >= 0 || name.indexOf('[') >= 0) {
      throw new IllegalArgumentException(
          "as: '" + as + "' is no member's name (expected: such as seller, or reviews[] for all)");
    }
    var left = path("match", match.substring(0, equals), false);
    var right = path("match", match.substring(equals + 1), false);
    if (left.walks() && !many) {
      throw new IllegalArgumentException(
          "match: '" + match + "' has many keys in an element (expected: as: " + name + "[])");
    }
    return new JsonJoin(path("into", into, true), left, right, name, many);
  }

  private static JsonPath path(String property, String text, boolean emptyToo) {
    var way = text.strip();
    if (way.isEmpty() && !emptyToo) {
      throw new IllegalArgumentException(
          property + ": a side of the = is empty (expected: such as sellerId = id)");
    }
    try {
      return JsonPath.of(way);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
    }
  }

  /**
   * The document with what was looked up; the same array if there is nothing to join into.
   *
   * @param document a valid JSON text
   * @param lookedUp valid JSON texts: an object is one, an array is its elements, {@code null} none
   * @param maxBytes how long the result may be, as one document may be put in many times
   * @throws JsonProblem if the result would be longer, or nest deeper than {@link
   *     JsonScan#MAX_DEPTH}
   */
  public byte[] join(byte[] document, List<byte[]> lookedUp, int maxBytes) throws JsonProblem {
    var at = document;
    try {
      var index = new JoinIndex(right, levels);
      for (var each : lookedUp) {
        at = each;
        index.add(each);
      }
      at = document;
      return new Run(document, index, maxBytes).result();
    } catch (IndexOutOfBoundsException e) {
      throw JsonProblem.invalid(at);
    }
  }

  /**
   * Why nothing can be joined into a document, though there is something; empty if it can. What
   * isn't there or null holds no elements, and that is fine.
   *
   * @param document a valid JSON text
   */
  public String misfit(byte[] document) {
    int at = into.misfit(document);
    if (at < 0) {
      return "";
    }
    var kind =
        switch (document[at]) {
          case '{' -> "an object";
          case '[' -> "an array";
          case '"' -> "a string";
          case 't', 'f' -> "a boolean";
          default -> "a number";
        };
    return kind + " at byte " + at + ", on the way to the elements";
  }

  /** One join of one document. */
  private final class Run {
    private final byte[] t;
    private final JoinIndex index;
    private final int maxBytes;
    private final Cuts cuts;
    private long size;

    Run(byte[] document, JoinIndex index, int maxBytes) {
      this.t = document;
      this.index = index;
      this.maxBytes = maxBytes;
      this.cuts = new Cuts(document, 0);
      this.size = document.length;
    }

    byte[] result() throws JsonProblem {
      for (int i : into.places(t, Skim.space(t, 0))) {
        if (t[i] != '[') {
          element(i);
          continue;
        }
        i = Skim.space(t, i + 1);
        while (t[i] != ']') {
          i = Skim.next(t, element(i));
        }
      }
      return cuts.bytes(t.length);
    }

    /** Answers where the element ends. */
    private int element(int start) throws JsonProblem {
      if (t[start] != '{') {
        return Skim.value(t, start);
      }
      var matches = index.matches(JoinIndex.keys(left, t, start));
      int kept = -1; // where the last member that stays ends
      int i = Skim.space(t, start + 1);
      while (t[i] != '}') {
        int nameEnd = Skim.string(t, i);
        int end = Skim.value(t, Skim.colon(t, nameEnd));
        int next = Skim.next(t, end);
        if (own.is(t, i + 1, nameEnd - 1)) {
          int from = kept < 0 ? i : kept;
          int to = kept < 0 && t[next] != '}' ? next : end;
          cuts.cut(from, to);
          size -= end - i;
        } else {
          kept = end;
        }
        i = next;
      }
      if (many || !matches.isEmpty()) {
        put(kept < 0 ? start + 1 : kept, kept >= 0, matches);
      }
      return i + 1;
    }

    private void put(int at, boolean comma, Collection<JoinIndex.Entry> matches)
        throws JsonProblem {
      size += name.length + 3L;
      for (var each : matches) {
        size += each.length() + 1L;
        if (!many) {
          break;
        }
      }
      if (size > maxBytes) {
        throw new JsonProblem("the joined document is longer than " + maxBytes + " bytes");
      }
      var out = cuts.upTo(at);
      if (comma) {
        out.add(',');
      }
      out.add(name);
      if (!many) {
        var first = matches.iterator().next();
        out.add(first.text, first.start, first.length());
        return;
      }
      out.add('[');
      boolean more = false;
      for (var each : matches) {
        if (more) {
          out.add(',');
        }
        more = true;
        out.add(each.text, each.start, each.length());
      }
      out.add(']');
    }
  }
}
