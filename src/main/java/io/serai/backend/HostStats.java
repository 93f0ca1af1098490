package io.serai.backend;

/**
 * One base URL of a backend now.
 *
 * @param url for operators only, never for clients
 * @param state {@code in}, {@code standby} while those of a lower priority serve, {@code warming}
 *     while its share grows, {@code drained} with weight 0, {@code ejected}, {@code unhealthy},
 *     {@code unknown} of a name without SRV records or, of its circuit, {@code open}
 * @param weight its share of the calls is that of all the weights
 * @param part what it gets of that share now, in percent
 * @param inUse calls on it
 * @param open connections, idle ones included
 * @param idle connections without a call
 */
public record HostStats(
    String url, String state, int weight, int part, int inUse, int open, int idle) {

  /** Whether it gets calls now. */
  public boolean getsCalls() {
    return state.equals("in") || state.equals("warming");
  }

  /** Others come first, if it would get calls at all. */
  HostStats onStandby() {
    return getsCalls() ? new HostStats(url, "standby", weight, part, inUse, open, idle) : this;
  }
}
