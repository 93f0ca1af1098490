package io.serai.entry.batch;

import io.serai.PartFailed;
import io.serai.json.JsonScan;
import io.serai.request.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A batch of a stranger is a list of requests or refused, whole or item by item. */
public final class BatchFuzz {
  private static final int MOST = 20;
  private static final Set<String> OWN = Set.of("x-view");

  private BatchFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      requests(ItemList.array(data, MOST));
    } catch (PartFailed refused) {
      // So it should be.
    }
    try {
      requests(ItemList.lines(data, MOST));
    } catch (PartFailed refused) {
      // So it should be.
    }
  }

  private static void requests(List<Item> items) {
    var latest = Deadline.in(Duration.ofSeconds(1));
    for (var item : items) {
      if (JsonScan.check(item.id()) != JsonScan.VALID) {
        throw new IllegalStateException("an id that is no JSON");
      }
      try {
        var request = ItemRequest.of(item, OWN, latest);
        if (request.target().isEmpty() || request.headers().size() % 2 != 0) {
          throw new IllegalStateException("a request that is none");
        }
      } catch (Unfit refused) {
        // So it should be.
      }
    }
  }
}
