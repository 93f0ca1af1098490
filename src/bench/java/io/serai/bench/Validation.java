package io.serai.bench;

import io.serai.json.JsonScan;
import java.nio.charset.StandardCharsets;

/** Whether the gateway's scanner is there to be given to the hand-written aggregator as well. */
final class Validation {
  private Validation() {}

  static boolean isThere() {
    var text = Part.CATALOG.getBytes(StandardCharsets.UTF_8);
    try {
      return JsonScan.check(text, 0, text.length) == JsonScan.VALID;
    } catch (UnsupportedOperationException stub) {
      return false;
    }
  }
}
