package io.serai.formats;

import java.util.Arrays;

/**
 * A form's fields, {@code application/x-www-form-urlencoded}, made a JSON object of strings; of one
 * name several are an array.
 */
public final class FormIn {
  private FormIn() {}

  /**
   * The fields as JSON in UTF-8.
   *
   * @param charset what the Content-Type says, empty for UTF-8
   * @param most how many bytes they may become
   * @throws Unreadable if it is no form, is in another charset or becomes too large
   */
  public static byte[] json(byte[] body, String charset, long most) throws Unreadable {
    var fields = new Fields();
    for (int from = 0; from < body.length; ) {
      int end = find(body, '&', from, body.length);
      if (end > from) {
        int equals = find(body, '=', from, end);
        fields.add(
            decoded(body, from, equals, charset),
            decoded(body, Math.min(equals + 1, end), end, charset));
      }
      from = end + 1;
    }
    return fields.json(2 * body.length, most);
  }

  private static int find(byte[] in, char wanted, int from, int to) {
    int i = from;
    while (i < to && in[i] != wanted) {
      i++;
    }
    return i;
  }

  private static String decoded(byte[] in, int from, int to, String charset) throws Unreadable {
    var out = new byte[to - from];
    int size = 0;
    for (int i = from; i < to; i++) {
      byte c = in[i];
      if (c == '%') {
        boolean whole = i + 2 < to;
        int high = whole ? Character.digit(in[i + 1], 16) : -1;
        int low = whole ? Character.digit(in[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new Unreadable("with a % that begins no escape");
        }
        c = (byte) ((high << 4) | low);
        i += 2;
      } else if (c == '+') {
        c = ' ';
      }
      out[size++] = c;
    }
    return Charsets.text(Arrays.copyOf(out, size), charset);
  }
}
