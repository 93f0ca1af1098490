package io.serai.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object put together from others. Values stay the text they were: numbers, unknown members and
 * the order of members are kept, and only objects that meet objects are looked into. A member keeps
 * the place where it first came up.
 *
 * <p>Of members with one name twice in one document the last counts. Used by one thread.
 */
public final class JsonMerge {

  /** What a member becomes that is there already and doesn't merge. */
  public enum Collision {
    /** Stays as it was. */
    FIRST,
    /** Takes the new value, in its old place. */
    LAST,
    /** Is told to the caller; the result is then of no use. */
    FAIL
  }

  /** A member: its name, and a value that is a stretch of some document. */
  private static final class Node {
    private final byte[] nameText;
    private byte[] text;
    private int start;
    private int end;
    private @Nullable Map<String, Node> members;

    Node(byte[] nameText, byte[] text, int start, int end) {
      this.nameText = nameText;
      this.text = text;
      this.start = start;
      this.end = end;
    }

    void become(Node other) {
      text = other.text;
      start = other.start;
      end = other.end;
      members = other.members;
    }

    boolean isObject() {
      return members != null || text[start] == '{';
    }

    Map<String, Node> members() {
      if (members == null) {
        members = read(text, start);
      }
      return members;
    }
  }

  private final Collision collision;
  private final Map<String, Node> root = new LinkedHashMap<>();
  private final List<String> way = new ArrayList<>();

  public JsonMerge(Collision collision) {
    this.collision = collision;
  }

  /**
   * Adds one member; one of that name is a collision, whatever both are.
   *
   * @param value a valid JSON text
   * @return null, or the colliding member's name
   */
  public @Nullable String put(String name, byte[] value) {
    return add(root, name, new Node(Splice.name(name), value, Skim.space(value, 0), value.length), false);
  }

  /**
   * Adds the members of an object; one of a name already there is a collision.
   *
   * @param object a valid JSON text of kind {@link JsonScan.Kind#OBJECT}
   * @return null, or the colliding member's name
   */
  public @Nullable String putAll(byte[] object) {
    return addAll(root, read(object, Skim.space(object, 0)), false);
  }

  /**
   * Adds the members of an object; where an object meets an object, theirs in turn.
   *
   * @param object a valid JSON text of kind {@link JsonScan.Kind#OBJECT}
   * @return null, or the colliding member's path, {@code address.zip}
   */
  public @Nullable String merge(byte[] object) {
    return addAll(root, read(object, Skim.space(object, 0)), true);
  }

  /** The object as it is now. */
  public byte[] bytes() {
    var text = new Splice(1024);
    write(root, text);
    return text.bytes();
  }

  private @Nullable String addAll(Map<String, Node> to, Map<String, Node> from, boolean deep) {
    for (var entry : from.entrySet()) {
      var collided = add(to, entry.getKey(), entry.getValue(), deep);
      if (collided != null) {
        return collided;
      }
    }
    return null;
  }

  private @Nullable String add(Map<String, Node> to, String name, Node node, boolean deep) {
    var there = to.get(name);
    if (there == null) {
      to.put(name, node);
      return null;
    }
    if (deep && way.size() < JsonScan.MAX_DEPTH && there.isObject() && node.isObject()) {
      way.add(name);
      var collided = addAll(there.members(), node.members(), true);
      way.remove(way.size() - 1);
      return collided;
    }
    switch (collision) {
      case FIRST -> {}
      case LAST -> {
        there.become(node);
      }
      case FAIL -> {
        return way.isEmpty() ? name : String.join(".", way) + "." + name;
      }
    }
    return null;
  }

  private static Map<String, Node> read(byte[] t, int i) {
    var members = new LinkedHashMap<String, Node>();
    i = Skim.space(t, i + 1);
    while (t[i] != '}') {
      int nameEnd = Skim.string(t, i);
      var name = JsonText.decode(t, i + 1, nameEnd - 1);
      int value = Skim.colon(t, nameEnd);
      int end = Skim.value(t, value);
      var nameText = Arrays.copyOfRange(t, i, nameEnd + 1);
      nameText[nameText.length - 1] = ':';
      var node = new Node(nameText, t, value, end);
      var twin = members.putIfAbsent(name, node);
      if (twin != null) {
        twin.become(node);
      }
      i = Skim.next(t, end);
    }
    return members;
  }

  private static void write(Map<String, Node> members, Splice to) {
    to.add('{');
    boolean first = true;
    for (var node : members.values()) {
      if (!first) {
        to.add(',');
      }
      first = false;
      to.add(node.nameText);
      if (node.members == null) {
        to.add(node.text, node.start, node.end - node.start);
      } else {
        write(node.members, to);
      }
    }
    to.add('}');
  }
}
