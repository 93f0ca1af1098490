package io.serai.formats;

/** Forms of strangers, in parts or percent-encoded, become valid JSON or are refused. */
public final class MultipartFuzz {
  private static final int MOST = 1 << 20;

  private MultipartFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      Sound.json(MultipartIn.json(data, "b", MOST), MOST);
    } catch (Unreadable refused) {
      // So it should be.
    }
    try {
      Sound.json(FormIn.json(data, "", MOST), MOST);
    } catch (Unreadable refused) {
      // So it should be.
    }
  }
}
