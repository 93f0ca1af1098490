package io.serai.backend;

/**
 * Times sorted into buckets that are each the same share of their power of two wide, from a
 * microsecond on: as exact for short ones as for long ones, with few buckets.
 *
 * @param fineBits buckets of one power of two, as a power of two
 * @param buckets how many; the last one has no bound
 */
record TimeScale(int fineBits, int buckets) {
  /** Nanoseconds of the narrowest bucket as a power of two: about a microsecond. */
  private static final int UNIT_BITS = 10;

  /** The one for so many nanoseconds. */
  int bucket(long nanos) {
    long units = Math.max(0, nanos) >>> UNIT_BITS;
    if (units < 1L << fineBits) {
      return (int) units;
    }
    int power = Long.SIZE - 1 - fineBits - Long.numberOfLeadingZeros(units);
    return Math.min(buckets - 1, (power << fineBits) + (int) (units >>> power));
  }

  /** Where the next one begins, nanoseconds. */
  long end(int bucket) {
    int fine = 1 << fineBits;
    long units = bucket < fine ? bucket : fine + (bucket & (fine - 1));
    return (units + 1) << power(bucket) << UNIT_BITS;
  }

  /** Its middle, nanoseconds. */
  long middle(int bucket) {
    return end(bucket) - (1L << power(bucket) << UNIT_BITS >> 1);
  }

  private int power(int bucket) {
    return Math.max(0, (bucket >>> fineBits) - 1);
  }
}
