package io.serai.backend;

/**
 * One base URL of a backend now.
 *
 * @param url for operators only, never for clients
 * @param state {@code in}, {@code drained} with weight 0, {@code ejected}, {@code unhealthy} or, of
 *     its circuit, {@code open}
 * @param weight its share of the calls is that of all the weights
 * @param inUse calls on it
 * @param open connections, idle ones included
 * @param idle connections without a call
 */
public record HostStats(String url, String state, int weight, int inUse, int open, int idle) {}
