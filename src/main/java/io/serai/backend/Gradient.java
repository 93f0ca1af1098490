package io.serai.backend;

/**
 * The limit as a number that follows how long answers take: the gradient of Netflix's
 * concurrency-limits, {@code Gradient2Limit}. As long as answers take about what they do in the
 * long run, more calls fit in; as they take longer, calls queue behind each other and the limit
 * falls by the ratio of the two.
 *
 * <p>What differs from it, and what it was like before:
 *
 * <ul>
 *   <li>What answers take in the long run is only learned while nobody is turned away, and by
 *       probes ({@link #probed}). Else an overload becomes what is usual: with 20 workers behind it
 *       and three times their load it had let in 50 after three minutes, and 700 after thirty.
 *   <li>Calls that the backend dropped lower the limit by their share. They didn't.
 *   <li>Until answers take longer for the first time it grows by half at a time. After a start it
 *       turned away for a minute and more what 200 workers had always done.
 *   <li>What a limit is let above the gradient's grows with its root, as in the first gradient of
 *       theirs: a limit of hundreds would take minutes to come back.
 * </ul>
 *
 * <p>Confined to whoever holds it.
 */
final class Gradient {
  /** How much longer than in the long run an answer may take before that is a queue. */
  private static final double TOLERANCE = 1.5;

  /** As well, in nanoseconds: as late as a loop of ours may be, whatever the backend does. */
  private static final double SLACK = 1_000_000;

  /** The share of calls that must not have been dropped. */
  private static final double KEPT = 0.9;

  /** How far the limit goes at once to where it is to go. */
  private static final double STEP = 0.2;

  /** No more than that at once either: one bad moment mustn't turn half of the calls away. */
  private static final double LEAST = 0.5;

  private static final int LEAST_QUEUE = 4;
  private static final double FIRST_GROWTH = 1.5;

  /** The long run in looks, and those at first that all count the same. */
  private static final int LONG = 600;

  private static final int FIRST_LOOKS = 10;

  private double limit;
  private double usual;
  private int looks;
  private boolean untried = true;

  /** One that begins with so many calls. */
  Gradient(double limit) {
    this.limit = limit;
  }

  double limit() {
    return limit;
  }

  /** What an answer takes when there is no queue, in nanoseconds; 0 as long as none has come. */
  double usual() {
    return usual;
  }

  /** Calls have ended; the limit follows. */
  void look(Samples.Sum calls, Concurrency bounds) {
    if (calls.answered() > 0) {
      learn(calls);
    }
    double slope = calls.answered() == 0 ? 1 : (TOLERANCE * usual + SLACK) / calls.took();
    double kept = calls.answered() / (KEPT * (calls.answered() + calls.dropped()));
    // With few calls under way nobody knows whether more would fit in.
    boolean used = calls.most() >= limit / 2;
    double gradient = Math.max(LEAST, Math.min(1, used ? Math.min(slope, kept) : kept));
    untried &= gradient == 1;
    if (used && untried) {
      limit *= FIRST_GROWTH;
    } else if (used || gradient < 1) {
      double queue = used ? Math.max(LEAST_QUEUE, Math.sqrt(limit)) : 0;
      limit += STEP * (limit * gradient + queue - limit);
    }
    limit = bounds.bound(limit);
  }

  private void learn(Samples.Sum calls) {
    boolean queued = calls.full() || calls.took() > TOLERANCE * usual + SLACK;
    if (usual == 0 || calls.took() < usual || !queued) {
      looks = Math.min(LONG, looks + 1);
      double weight = looks <= FIRST_LOOKS ? 1.0 / looks : 2.0 / (looks + 1);
      usual += weight * (calls.took() - usual);
    }
    if (usual > 2 * calls.took()) {
      // Well again after a long bad time.
      usual *= 0.95;
    }
  }

  /**
   * Calls have ended that were begun while there was room for far fewer: what they took has no
   * queue of our making in it, or a shorter one than before, so that a few probes find the truth.
   *
   * @return whether that is something new
   */
  boolean probed(Samples.Sum calls) {
    if (calls.answered() == 0) {
      return false;
    }
    double before = usual;
    usual = calls.took();
    looks = Math.max(looks, FIRST_LOOKS);
    return Math.abs(usual - before) > 0.1 * before;
  }

  /** From now on between these. */
  void keepWithin(Concurrency bounds) {
    limit = bounds.bound(limit);
  }
}
