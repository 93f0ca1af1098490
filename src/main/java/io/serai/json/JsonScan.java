package io.serai.json;

/** Validates JSON text (RFC 8259) in one pass over its bytes, building nothing. */
public final class JsonScan {
  private JsonScan() {}

  /** What {@link #check} answers for a valid document. */
  public static final int VALID = -1;

  /**
   * Scans one whole document.
   *
   * @return {@link #VALID}, or the offset of the first byte that breaks the document, relative to
   *     {@code offset}
   */
  public static int check(byte[] text, int offset, int length) {
    throw new UnsupportedOperationException();
  }
}
