package io.serai.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * One gateway of the cluster.
 *
 * @param id of its process: random, the same from its start to its end, also over partitions
 * @param address {@code host:port} where members reach it; empty if it has none
 * @param name for people; need not be unique
 * @param version of its program
 * @param since when this gateway saw it come; of itself, when it started
 */
public record Member(String id, String address, String name, String version, Instant since) {

  /** The process that calls, with an id of its own. */
  public static Member self(ClusterSettings settings, String name, String version) {
    var address = settings.isAlone() ? "" : settings.address();
    return new Member(UUID.randomUUID().toString(), address, name, version, Instant.now());
  }

  Member since(Instant other) {
    return new Member(id, address, name, version, other);
  }
}
