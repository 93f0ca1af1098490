package io.serai.json;

import java.util.ArrayList;
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

  private final Collision collision;
  private final Map<String, MergeNode> root = new LinkedHashMap<>();
  private final List<String> way = new ArrayList<>();

  public JsonMerge(Collision collision) {
    this.collision = collision;
  }

  /**
   * Adds one member; one of that name is a collision, whatever both are.
   *
   * @param value a valid JSON text that nests {@link JsonScan#PART_DEPTH} levels deep at most
   * @return null, or the colliding member's name
   */
  public @Nullable String put(String name, byte[] value) {
    return add(
        root,
        name,
        new MergeNode(Splice.name(name), value, Skim.space(value, 0), value.length),
        false);
  }

  /**
   * Adds the members of an object; one of a name already there is a collision.
   *
   * @param object a valid JSON text of kind {@link JsonScan.Kind#OBJECT}
   * @return null, or the colliding member's name
   */
  public @Nullable String putAll(byte[] object) {
    return addAll(root, MergeNode.read(object), false);
  }

  /**
   * Adds the members of an object; where an object meets an object, theirs in turn.
   *
   * @param object a valid JSON text of kind {@link JsonScan.Kind#OBJECT}
   * @return null, or the colliding member's path, {@code address.zip}
   */
  public @Nullable String merge(byte[] object) {
    return addAll(root, MergeNode.read(object), true);
  }

  /** The object as it is now. */
  public byte[] bytes() {
    var text = new Splice(1024);
    MergeNode.write(root, text);
    return text.bytes();
  }

  private @Nullable String addAll(
      Map<String, MergeNode> to, Map<String, MergeNode> from, boolean deep) {
    for (var entry : from.entrySet()) {
      var collided = add(to, entry.getKey(), entry.getValue(), deep);
      if (collided != null) {
        return collided;
      }
    }
    return null;
  }

  private @Nullable String add(
      Map<String, MergeNode> to, String name, MergeNode node, boolean deep) {
    var there = to.get(name);
    if (there == null) {
      to.put(name, node);
      return null;
    }
    if (deep && way.size() < JsonScan.MAX_DEPTH && there.isObject() && node.isObject()) {
      way.add(name);
      var collided = addAll(there.mixed(), node.members(), true);
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
}
