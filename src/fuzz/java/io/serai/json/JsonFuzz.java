package io.serai.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the scanner takes for JSON another parser takes as well: strangers' bytes are spliced. */
public final class JsonFuzz {
  private static final JsonFactory OTHER =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] text) throws IOException {
    if (JsonScan.check(text) != JsonScan.VALID) {
      return;
    }
    try (var parser = OTHER.createParser(text)) {
      var token = parser.nextToken();
      while (token != null) {
        token = parser.nextToken();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "taken for JSON: " + new String(text, StandardCharsets.UTF_8), e);
    }
  }
}
