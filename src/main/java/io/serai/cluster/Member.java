package io.serai.cluster;

import java.time.Instant;

/**
 * One gateway of the cluster.
 *
 * @param id of its process: random, the same from its start to its end, also over partitions
 * @param address {@code host:port} where members reach it; empty if it has none
 * @param name for people; need not be unique
 * @param version of its program
 * @param since when this gateway saw it come; of itself, when it started
 */
public record Member(String id, String address, String name, String version, Instant since) {}
