package io.serai.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The three parts, 0.9 KB of JSON each, and the document they make. */
final class Part {
  static final String CATALOG = read("catalog.json");
  static final String STOCK = read("stock.json");
  static final String REVIEWS = read("reviews.json");
  static final String WHOLE =
      "{\"catalog\":" + CATALOG + ",\"stock\":" + STOCK + ",\"reviews\":" + REVIEWS + "}";

  private Part() {}

  static String read(String resource) {
    try (var in = Part.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not among the benchmark's resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
