package io.serai.json;

import org.jspecify.annotations.Nullable;

/** A way into a document: member names and array positions joined by dots, {@code a.0.b}. */
public final class JsonPath {
  private JsonPath() {}

  /** Parses {@code address.0.zip}; {@code items[].sellerId} walks an array. */
  public static JsonPath of(String text) {
    throw new UnsupportedOperationException(text);
  }

  /** The raw JSON text of the first value found in a valid document, or null. */
  public byte @Nullable [] find(byte[] document) {
    throw new UnsupportedOperationException("" + document.length);
  }
}
