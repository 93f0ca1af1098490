package io.serai.jq;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of the library's tree of a program, for which it has no visitor. */
final class Tree {
  private static final String LIBRARY = "net.thisptr.jackson.jq.internal.";

  private Tree() {}

  /** Whether it is a node, and not a value of Java's or Jackson's. */
  static boolean isNode(Object value) {
    return value.getClass().getName().startsWith(LIBRARY + "tree.");
  }

  static List<Field> members(Object node) {
    var members = new ArrayList<Field>();
    for (Class<?> type = node.getClass();
        type.getName().startsWith(LIBRARY);
        type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          members.add(field);
        }
      }
    }
    return members;
  }

  static @Nullable Object read(Field field, Object node) {
    try {
      return field.get(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static @Nullable Object read(String name, Object node) {
    for (var member : members(node)) {
      if (member.getName().equals(name)) {
        return read(member, node);
      }
    }
    throw new IllegalStateException(node.getClass() + " has no " + name);
  }

  static boolean flag(String name, Object node) {
    try {
      var field = node.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.getBoolean(node);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(Field field, Object node, Object value) {
    try {
      field.set(node, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
