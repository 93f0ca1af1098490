package io.serai.json;

import java.util.HashSet;
import java.util.Set;

/** One pass of a shape over one document. Recursive over the paths, never over the document. */
final class ShapeWalk {
  private static final byte[] NULL = JsonText.nullText();

  private final byte[] t;
  private final Cuts cuts;

  ShapeWalk(byte[] text, Cuts cuts) {
    this.t = text;
    this.cuts = cuts;
  }

  /** An array at the root has each element shaped; answers where the value ends. */
  int root(ShapeNode node, int i) throws JsonProblem {
    if (t[i] == '[') {
      return elements(node, i);
    }
    if (node.picks && t[i] != '{' && t[i] != 'n') {
      throw new JsonProblem("there is nothing to pick from: it is neither an object nor an array");
    }
    return value(node, i);
  }

  private int value(ShapeNode node, int i) {
    byte c = t[i];
    if (c == '{' && node.takesObjects) {
      return object(node, i);
    }
    if (c == '[' && node.takesArrays) {
      return node.each == null ? Skim.value(t, i) : elements(node.each, i);
    }
    int end = Skim.value(t, i);
    if (node.picks && c != 'n') {
      cuts.replace(i, end, NULL);
    }
    return end;
  }

  private int elements(ShapeNode node, int i) {
    i = Skim.space(t, i + 1);
    while (t[i] != ']') {
      i = Skim.next(t, value(node, i));
    }
    return i + 1;
  }

  private int object(ShapeNode node, int start) {
    int first = Skim.space(t, start + 1);
    int kept = -1; // where the last member that stays ends
    Set<ShapeNode.Rule> renamed = null;
    int i = first;
    while (t[i] != '}') {
      int nameEnd = Skim.string(t, i);
      int value = Skim.colon(t, nameEnd);
      var rule = node.rule(t, i + 1, nameEnd - 1);
      boolean goes = rule == null ? node.picks : rule.dropped;
      if (!goes && rule != null && rule.rival != null) {
        renamed = renamed == null ? renamed(node, first) : renamed;
        goes = renamed.contains(rule.rival);
      }
      if (goes) {
        int end = Skim.value(t, value);
        int next = Skim.next(t, end);
        // The comma before it goes with it; the one behind it if it is the first.
        cuts.cut(kept < 0 ? i : kept, kept < 0 && t[next] != '}' ? next : end);
        i = next;
        continue;
      }
      if (rule != null && rule.newName != null) {
        cuts.replace(i, nameEnd, rule.newName);
      }
      kept = rule == null || rule.below == null ? Skim.value(t, value) : value(rule.below, value);
      i = Skim.next(t, kept);
    }
    return i + 1;
  }

  /** The rules for those members of an object that get a new name. */
  private Set<ShapeNode.Rule> renamed(ShapeNode node, int i) {
    var renamed = new HashSet<ShapeNode.Rule>();
    while (t[i] != '}') {
      int nameEnd = Skim.string(t, i);
      var rule = node.rule(t, i + 1, nameEnd - 1);
      if (rule != null && rule.newName != null) {
        renamed.add(rule);
      }
      i = Skim.next(t, Skim.value(t, Skim.colon(t, nameEnd)));
    }
    return renamed;
  }
}
