package io.serai.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member to be merged: its name, and a value that is a stretch of some document. */
final class MergeNode {
  private final byte[] name;
  private byte[] text;
  private int start;
  private int end;
  private @Nullable Map<String, MergeNode> members;
  private boolean mixed; // no longer what its text says

  /**
   * A member.
   *
   * @param name with quotes and colon
   * @param text where the value stands from {@code start} to {@code end}
   */
  MergeNode(byte[] name, byte[] text, int start, int end) {
    this.name = name;
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /** Takes the value of another, keeps its name as written. */
  void become(MergeNode other) {
    text = other.text;
    start = other.start;
    end = other.end;
    members = other.members;
    mixed = other.mixed;
  }

  boolean isObject() {
    return text[start] == '{';
  }

  /** The members of an object, to look at. */
  Map<String, MergeNode> members() {
    if (members == null) {
      members = new Reader(text, start).members(JsonScan.MAX_DEPTH);
    }
    return members;
  }

  /** The members of an object, to be changed. */
  Map<String, MergeNode> mixed() {
    mixed = true;
    return members();
  }

  /** The members of a document that is an object. */
  static Map<String, MergeNode> read(byte[] object) {
    return new Reader(object, Skim.space(object, 0)).members(0);
  }

  static void write(Map<String, MergeNode> members, Splice to) {
    to.add('{');
    boolean first = true;
    for (var node : members.values()) {
      if (!first) {
        to.add(',');
      }
      first = false;
      to.add(node.name);
      if (node.mixed) {
        write(node.members(), to);
      } else {
        to.add(node.text, node.start, node.end - node.start);
      }
    }
    to.add('}');
  }

  private static final class Reader {
    private final byte[] t;
    private int i;

    Reader(byte[] text, int at) {
      this.t = text;
      this.i = at;
    }

    /**
     * From an object's opening bracket to behind the closing one.
     *
     * @param levels how many levels of objects below it are read in the same go: one by one would
     *     skim the innermost as often as there are levels
     */
    Map<String, MergeNode> members(int levels) {
      var members = new LinkedHashMap<String, MergeNode>();
      i = Skim.space(t, i + 1);
      while (t[i] != '}') {
        int nameStart = i;
        int nameEnd = Skim.string(t, i);
        var name = JsonText.decode(t, i + 1, nameEnd - 1);
        int value = Skim.colon(t, nameEnd);
        Map<String, MergeNode> below = null;
        if (levels > 0 && t[value] == '{') {
          i = value;
          below = members(levels - 1);
        } else {
          i = Skim.value(t, value);
        }
        var nameText = Arrays.copyOfRange(t, nameStart, nameEnd + 1);
        nameText[nameText.length - 1] = ':';
        var node = new MergeNode(nameText, t, value, i);
        node.members = below;
        var twin = members.putIfAbsent(name, node);
        if (twin != null) {
          twin.become(node);
        }
        i = Skim.next(t, i);
      }
      i++;
      return members;
    }
  }
}
