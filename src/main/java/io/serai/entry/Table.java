package io.serai.entry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which way a path leads: a tree of segments, immutable once built. At each segment a literal beats
 * a parameter, and that beats a trailing {@code *}.
 */
final class Table {
  static final Table EMPTY = new Table();

  private final Node root = new Node();

  private Table() {}

  /** All ways of these doors; of two that clash the first one stays. */
  static Table of(Collection<Doors> live, ListenerStats stats) {
    var table = new Table();
    for (var doors : live) {
      for (var way : doors.ways()) {
        boolean onLoop = doors.staysOnLoop(way.routeId());
        var figures = stats.of(doors.unit(), way.routeId());
        for (var pattern : way.patterns()) {
          table.add(new Served(doors, way, pattern, onLoop, figures));
        }
      }
    }
    return table;
  }

  /**
   * A way as the table serves it.
   *
   * @param pattern the one of its paths that matched
   * @param onLoop whether no step of its route can block
   */
  record Served(Doors doors, Way way, PathPattern pattern, boolean onLoop, RouteFigures figures) {}

  private void add(Served served) {
    var node = root;
    var pattern = served.pattern();
    for (int i = 0; i < pattern.literals().size(); i++) {
      if (pattern.names().get(i).isEmpty()) {
        node = node.literals.computeIfAbsent(pattern.literals().get(i), segment -> new Node());
      } else {
        if (node.parameter == null) {
          node.parameter = new Node();
        }
        node = node.parameter;
      }
    }
    if (pattern.rest()) {
      node.rest = node.rest == null ? new Leaf() : node.rest;
      node.rest.add(served);
    } else {
      node.leaf = node.leaf == null ? new Leaf() : node.leaf;
      node.leaf.add(served);
    }
  }

  /** What answers the path, for whatever method; null if nothing does. */
  @Nullable Leaf find(String[] segments) {
    return find(root, segments, 0);
  }

  private static @Nullable Leaf find(Node node, String[] segments, int depth) {
    if (depth == segments.length) {
      return node.leaf;
    }
    var segment = segments[depth];
    var literal = node.literals.get(segment);
    if (literal != null) {
      var leaf = find(literal, segments, depth + 1);
      if (leaf != null) {
        return leaf;
      }
    }
    // An empty segment is no value: /products/ isn't the product of no name.
    if (node.parameter != null && !segment.isEmpty()) {
      var leaf = find(node.parameter, segments, depth + 1);
      if (leaf != null) {
        return leaf;
      }
    }
    return node.rest;
  }

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>(4);
    @Nullable Node parameter;
    @Nullable Leaf leaf;
    @Nullable Leaf rest;
  }

  /** The ways that answer one path, by method. */
  static final class Leaf {
    private final List<Served> ways = new ArrayList<>(1);
    private String allow = "";

    private void add(Served served) {
      ways.add(served);
      var allowed = new TreeSet<String>();
      for (var way : ways) {
        allowed.addAll(way.way().methods().listed());
      }
      allow = String.join(", ", allowed);
    }

    /** The way for the method, or null: then {@link #allow} says which there are. */
    @Nullable Served way(String method) {
      for (int i = 0; i < ways.size(); i++) {
        var served = ways.get(i);
        if (served.way().methods().has(method)) {
          return served;
        }
      }
      return method.equals("HEAD") ? way("GET") : null;
    }

    String allow() {
      return allow;
    }
  }
}
