package io.serai.formats;

import io.serai.json.JsonScan;
import java.nio.charset.StandardCharsets;

/** What every format must become. */
final class Sound {
  private Sound() {}

  static void json(byte[] made, int most) {
    if (made.length > most) {
      throw new IllegalStateException(made.length + " bytes of at most " + most);
    }
    if (JsonScan.check(made) != JsonScan.VALID) {
      throw new IllegalStateException("no JSON: " + new String(made, StandardCharsets.UTF_8));
    }
  }
}
