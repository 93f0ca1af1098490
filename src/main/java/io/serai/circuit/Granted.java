package io.serai.circuit;

import java.util.List;

/**
 * What became of an operator's wish.
 *
 * @param circuits the names that were found, sorted
 * @param hereOnly those of them for which the cluster has no room: held on this node, and nowhere
 *     else
 */
public record Granted(List<String> circuits, List<String> hereOnly) {}
