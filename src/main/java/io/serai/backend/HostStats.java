package io.serai.backend;

/**
 * One base URL of a backend now.
 *
 * @param url for operators only, never for clients
 * @param state {@code in}, {@code ejected}, {@code unhealthy} or, of its circuit, {@code open}
 * @param inUse calls on it
 * @param open connections, idle ones included
 * @param idle connections without a call
 */
public record HostStats(String url, String state, int inUse, int open, int idle) {}
