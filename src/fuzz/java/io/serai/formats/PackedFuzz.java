package io.serai.formats;

import java.util.Arrays;

/** Packed bodies of strangers are unpacked within their bound or refused. */
public final class PackedFuzz {
  private static final int MOST = 1 << 18;

  private PackedFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    for (var coding : new String[] {"gzip", "deflate"}) {
      try {
        if (Packed.plain(data, coding, MOST).length > MOST) {
          throw new IllegalStateException("longer than allowed");
        }
      } catch (Unreadable refused) {
        // So it should be.
      }
    }
    try {
      if (!Arrays.equals(data, Packed.plain(Packed.gzip(data), "gzip", MOST))) {
        throw new IllegalStateException("unpacked it is another");
      }
    } catch (Unreadable e) {
      throw new IllegalStateException("what we pack can't be unpacked", e);
    }
  }
}
