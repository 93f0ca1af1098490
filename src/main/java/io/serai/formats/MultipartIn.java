package io.serai.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code multipart/form-data} taken apart, RFC 7578: a JSON object of its fields, text as a string,
 * a file as {@code {"filename":…,"contentType":…,"content":…}} with its bytes in Base64; of one
 * name several are an array.
 */
public final class MultipartIn {
  private static final int LONGEST_BOUNDARY = 70;
  private static final int LONGEST_HEAD = 8 << 10;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary");

  private final byte[] body;
  private final byte[] delimiter;
  private final Fields fields = new Fields();
  private int at;

  private MultipartIn(byte[] body, byte[] delimiter) {
    this.body = body;
    this.delimiter = delimiter;
  }

  /**
   * The fields as JSON in UTF-8.
   *
   * @param boundary what the Content-Type says
   * @param most how many bytes they may become
   * @throws Unreadable if it can't be taken apart or becomes too large
   */
  public static byte[] json(byte[] body, @Nullable String boundary, long most) throws Unreadable {
    if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw new Unreadable("without a boundary of 1 to " + LONGEST_BOUNDARY + " characters");
    }
    var delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    var in = new MultipartIn(body, delimiter);
    in.read();
    return in.fields.json(body.length + (body.length >> 1), most);
  }

  private void read() throws Unreadable {
    // The first has no line before it, unless there is a preamble.
    boolean atOnce = startsWith(Arrays.copyOfRange(delimiter, 2, delimiter.length), 0);
    at = atOnce ? delimiter.length - 2 : behind(delimiter);
    while (!body(at, "--")) {
      while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
        at++;
      }
      if (!body(at, "\r\n")) {
        throw new Unreadable("with a boundary in the middle of a line");
      }
      int head = at;
      int content = find(HEAD_END, head, Math.min(body.length, head + LONGEST_HEAD));
      if (content < 0) {
        throw new Unreadable("with a part without an end of its head");
      }
      at = content + HEAD_END.length;
      // An empty part: the line break of its head's end is that before the boundary.
      int from = at;
      int end = find(delimiter, from - 2, body.length);
      if (end < 0) {
        throw new Unreadable("that ends before its last boundary");
      }
      part(text(head + 2, content), from, Math.max(from, end));
      at = end + delimiter.length;
    }
  }

  private int behind(byte[] wanted) throws Unreadable {
    int found = find(wanted, 0, body.length);
    if (found < 0) {
      throw new Unreadable("without its boundary");
    }
    return found + wanted.length;
  }

  private void part(String head, int from, int to) throws Unreadable {
    var disposition = "";
    var type = "";
    var encoding = "";
    for (var line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      var value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> disposition = value;
        case "content-type" -> type = value;
        case "content-transfer-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
        default -> {}
      }
    }
    var name = ContentType.parameter(disposition, "name");
    if (name == null) {
      throw new Unreadable("with a part that has no name");
    }
    if (!PLAIN.contains(encoding)) {
      throw Unreadable.unsupported("with a part in " + Unreadable.shown(encoding));
    }
    var content = Arrays.copyOfRange(body, from, to);
    var filename = ContentType.parameter(disposition, "filename");
    if (filename == null) {
      fields.add(name, Charsets.text(content, ContentType.of(type).charset()));
    } else {
      fields.add(name, file(filename, type, content));
    }
  }

  private static byte[] file(String filename, String type, byte[] content) throws Unreadable {
    var out = new Bytes(content.length * 4 / 3 + 100, Integer.MAX_VALUE);
    out.ascii("{\"filename\":");
    out.quoted(filename);
    out.ascii(",\"contentType\":");
    out.quoted(type.isEmpty() ? "application/octet-stream" : type);
    out.ascii(",\"content\":\"");
    out.add(Base64.getEncoder().encode(content));
    out.ascii("\"}");
    return out.toArray();
  }

  private String text(int from, int to) throws Unreadable {
    return from >= to ? "" : Charsets.text(Arrays.copyOfRange(body, from, to), "");
  }

  private boolean body(int from, String text) {
    return startsWith(text.getBytes(StandardCharsets.ISO_8859_1), from);
  }

  private boolean startsWith(byte[] wanted, int from) {
    return from + wanted.length <= body.length
        && Arrays.equals(body, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private int find(byte[] wanted, int from, int to) {
    for (int i = from; i <= to - wanted.length; i++) {
      if (body[i] == wanted[0] && startsWith(wanted, i)) {
        return i;
      }
    }
    return -1;
  }
}
