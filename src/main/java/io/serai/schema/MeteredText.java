package io.serai.schema;

/** A text that charges for each time around a pattern reads some more of it. */
final class MeteredText implements CharSequence {
  /** Characters read between two charges. */
  static final int STRIDE = 64;

  private final String text;
  private final long price;
  private int read;

  /**
   * A text to be searched.
   *
   * @param price steps for each {@value #STRIDE} characters
   */
  MeteredText(String text, long price) {
    this.text = text;
    this.price = price;
  }

  @Override
  public char charAt(int index) {
    if (++read == STRIDE) {
      read = 0;
      Effort.charge(price);
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
