package io.serai.json;

/** Validates numbers and the three words. */
final class ScanScalar {
  private ScanScalar() {}

  /** From the first byte to behind the last, or ~fault. */
  static int end(byte[] t, int i, int end) {
    byte c = t[i];
    return c == '-' || (c >= '0' && c <= '9') ? number(t, i, end) : literal(t, i, end);
  }

  private static int number(byte[] t, int i, int end) {
    if (t[i] == '-') {
      i++;
    }
    if (i < end && t[i] == '0') {
      i++;
    } else {
      int from = i;
      i = digits(t, i, end);
      if (i == from) {
        return ~i;
      }
    }
    if (i < end && t[i] == '.') {
      int from = i + 1;
      i = digits(t, from, end);
      if (i == from) {
        return ~i;
      }
    }
    if (i < end && (t[i] | 0x20) == 'e') {
      i++;
      if (i < end && (t[i] == '+' || t[i] == '-')) {
        i++;
      }
      int from = i;
      i = digits(t, from, end);
      if (i == from) {
        return ~i;
      }
    }
    return i;
  }

  private static int digits(byte[] t, int i, int end) {
    while (i < end && t[i] >= '0' && t[i] <= '9') {
      i++;
    }
    return i;
  }

  private static int literal(byte[] t, int i, int end) {
    byte[] word = t[i] == 't' ? TRUE : t[i] == 'f' ? FALSE : NULL;
    for (int k = 0; k < word.length; k++) {
      if (i + k >= end || t[i + k] != word[k]) {
        return ~(i + k);
      }
    }
    return i + word.length;
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
}
