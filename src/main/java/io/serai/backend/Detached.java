package io.serai.backend;

import io.serai.request.Deadline;
import io.serai.request.Loops;
import io.serai.request.Request;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** Requests without a client: of a timer's route, or a file's. */
final class Detached {
  private Detached() {}

  /** Calls have timeouts of their own; this only bounds what goes wrong. */
  private static final Duration DEADLINE = Duration.ofHours(1);

  private static final int MAX_CALLS = 100_000;

  static Deadline deadline() {
    return Deadline.in(DEADLINE);
  }

  static Request request(Loops loops, Executor offLoop) {
    var random = ThreadLocalRandom.current();
    var trace = hex(random.nextLong()) + hex(random.nextLong());
    var identity =
        new Request.Identity(trace, "00-" + trace + "-" + hex(random.nextLong()) + "-00");
    return Request.detached(identity, deadline(), loops.next(), offLoop, MAX_CALLS);
  }

  private static String hex(long value) {
    var digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
