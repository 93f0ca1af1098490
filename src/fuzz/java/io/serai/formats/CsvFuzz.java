package io.serai.formats;

/** CSV of strangers becomes valid JSON within its bound or is refused. */
public final class CsvFuzz {
  private static final int MOST = 1 << 20;

  private CsvFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    for (var charset : new String[] {"", "iso-8859-1"}) {
      try {
        Sound.json(CsvIn.json(data, charset, ';', MOST), MOST);
      } catch (Unreadable refused) {
        // So it should be.
      }
    }
  }
}
