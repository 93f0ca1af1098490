package io.serai.cluster;

import java.util.Map;

/**
 * A few small facts that every member holds, those that come later too, for as long as one of them
 * runs. Of two writes to one key the later wins everywhere, after a partition as well; of two that
 * did not know of each other the one later by its machine's clock, and in one millisecond either. A
 * write made alone or before the cluster has formed is brought in when it does.
 *
 * <p>Callable from any thread, event loops too: it never blocks and never throws for the network's
 * sake. Meant for what operators decide, not for what requests do: at most {@value #MOST_KEYS} keys
 * of together {@value Channel#MOST_BYTES} bytes; more is an {@link IllegalStateException}.
 */
public interface Board {
  int MOST_KEYS = 1000;

  /** Here at once, elsewhere soon. */
  void put(String key, byte[] value);

  /** Here at once, elsewhere soon; nothing happens if there is none. */
  void remove(String key);

  /** What this member knows now; immutable. */
  Map<String, byte[]> all();
}
