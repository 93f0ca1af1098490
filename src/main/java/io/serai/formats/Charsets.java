package io.serai.formats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The charsets that bodies may be in: UTF-8 with its subset ASCII, and ISO-8859-1. */
public final class Charsets {
  private Charsets() {}

  private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8", "us-ascii", "ascii");
  private static final Set<String> LATIN_1 = Set.of("iso-8859-1", "iso8859-1", "latin1");

  static boolean isUtf8(String name) {
    return UTF_8.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether bodies in the charset of that name are read; empty is UTF-8. */
  public static boolean isKnown(String name) {
    return isUtf8(name) || LATIN_1.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The charset of that name, empty for UTF-8.
   *
   * @throws Unreadable for any other than those
   */
  static Charset of(String name) throws Unreadable {
    if (isUtf8(name)) {
      return StandardCharsets.UTF_8;
    }
    if (LATIN_1.contains(name.toLowerCase(Locale.ROOT))) {
      return StandardCharsets.ISO_8859_1;
    }
    throw Unreadable.unsupported(
        "in " + Unreadable.shown(name) + " where UTF-8 or ISO-8859-1 was expected");
  }

  /** Whether it begins with UTF-8's byte order mark. */
  public static boolean hasMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  /**
   * The body in UTF-8 without a byte order mark: itself, if it is that. What says it is UTF-8 is
   * believed.
   *
   * @throws Unreadable for another charset
   */
  public static byte[] utf8(byte[] body, String charset) throws Unreadable {
    if (StandardCharsets.ISO_8859_1.equals(of(charset))) {
      return new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
    }
    return hasMark(body) ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  /**
   * The body as text.
   *
   * @throws Unreadable for another charset, or bytes that aren't of this one
   */
  public static String text(byte[] body, String charset) throws Unreadable {
    var of = of(charset);
    int from = of.equals(StandardCharsets.UTF_8) && hasMark(body) ? 3 : 0;
    try {
      return of.newDecoder().decode(ByteBuffer.wrap(body, from, body.length - from)).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("that is not UTF-8");
    }
  }
}
