package io.serai.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A document with some stretches cut out, replaced or put in, from front to back. What stays is
 * copied in runs as long as possible; if nothing was touched, nothing is copied.
 */
final class Cuts {
  private final byte[] text;
  private final int start;
  private @Nullable Splice out;
  private int kept;

  Cuts(byte[] text, int start) {
    this.text = text;
    this.start = start;
    this.kept = start;
  }

  /** Leaves out a stretch; one that begins in what is left out already goes on from there. */
  Cuts cut(int from, int to) {
    upTo(from);
    kept = Math.max(kept, to);
    return this;
  }

  /** Puts bytes in place of a stretch; an empty stretch puts them before it. */
  Cuts replace(int from, int to, byte[] with) {
    upTo(from).add(with);
    kept = Math.max(kept, to);
    return this;
  }

  /** All before, and where to add what stands there instead. */
  Splice upTo(int from) {
    var to = out;
    if (to == null) {
      to = new Splice(Math.max(256, (text.length - start) / 2));
      out = to;
    }
    if (from > kept) {
      to.add(text, kept, from - kept);
      kept = from;
    }
    return to;
  }

  /** What it has become up to {@code end}; the array itself if that is all of it. */
  byte[] bytes(int end) {
    if (out == null) {
      return start == 0 && end == text.length ? text : Arrays.copyOfRange(text, start, end);
    }
    return upTo(end).bytes();
  }
}
