package io.serai.formats;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/**
 * Content codings, RFC 9110 section 8.4: {@code gzip}, {@code x-gzip} and {@code deflate} unpacked,
 * one of them and not several on top of each other. What a few bytes may become is bounded by what
 * is allowed for a whole body.
 */
public final class Packed {
  private Packed() {}

  /** Whether nothing is packed; empty is said of what isn't. */
  public static boolean isPlain(String coding) {
    return coding.isEmpty() || coding.equalsIgnoreCase("identity");
  }

  /** Whether it can be unpacked. */
  public static boolean isKnown(String coding) {
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip", "deflate" -> true;
      default -> false;
    };
  }

  /**
   * The body as it was before it was packed.
   *
   * @param coding the Content-Encoding
   * @param most how many bytes it may become
   * @throws Unreadable if it is in another coding or several, is torn or becomes too large
   */
  public static byte[] plain(byte[] body, String coding, long most) throws Unreadable {
    if (!isKnown(coding)) {
      throw Unreadable.unsupported(
          "in Content-Encoding "
              + Unreadable.shown(coding)
              + " where gzip or deflate was expected");
    }
    var out = new Bytes(4 * body.length, most);
    try {
      if (isDeflate(coding)) {
        inflate(body, out);
      } else {
        new GzipMembers(body).into(out);
      }
      return out.toArray();
    } catch (EOFException e) {
      throw new Unreadable("in " + Unreadable.shown(coding) + " that ends too early");
    } catch (IOException | DataFormatException e) {
      throw new Unreadable("in " + Unreadable.shown(coding) + " that is broken");
    }
  }

  private static void inflate(byte[] body, Bytes out)
      throws IOException, DataFormatException, Unreadable {
    var inflater = new Inflater(isRaw(body));
    try {
      inflater.setInput(body);
      GzipMembers.inflate(inflater, out);
    } finally {
      inflater.end();
    }
  }

  /** The body in gzip, packed in a hurry. */
  public static byte[] gzip(byte[] body) {
    var out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (var gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static boolean isDeflate(String coding) {
    return coding.strip().equalsIgnoreCase("deflate");
  }

  /** RFC 9110 section 8.4.1.2: some send deflate without the zlib format around it. */
  private static boolean isRaw(byte[] body) {
    if (body.length < 2) {
      return false;
    }
    int head = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
    return (body[0] & 0x0F) != 8 || head % 31 != 0;
  }
}
