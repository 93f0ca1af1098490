package io.serai.entry;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, RFC 9112 section 3.2, made normal: origin-form and absolute-form become
 * the same.
 *
 * @param path as it came, encoded
 * @param query as it came, without its question mark; empty for none
 * @param segments of the path, decoded; {@code /a/} has two, the last one empty
 * @param authority host and port of an absolute-form, which stand above the Host header
 */
@SuppressWarnings("ArrayRecordComponent") // made once per request, never compared
record Target(String path, String query, String[] segments, @Nullable String authority) {

  /** Reads a request target; {@code *} and an authority alone are the caller's to refuse. */
  static Target parse(String text) throws Malformed {
    int start = 0;
    String authority = null;
    if (text.charAt(0) != '/') {
      start = afterAuthority(text);
      authority = text.substring(text.indexOf("//") + 2, start);
      var host = authority.getBytes(StandardCharsets.ISO_8859_1);
      HeadValues.checkHost(host, 0, host.length);
    }
    int mark = text.indexOf('?', start);
    int end = mark < 0 ? text.length() : mark;
    var query = mark < 0 ? "" : text.substring(mark + 1);
    if (!query.isEmpty()) {
      Percent.check(query);
    }
    if (start == end) {
      return new Target("/", query, new String[] {""}, authority);
    }
    var path = mark < 0 && start == 0 ? text : text.substring(start, end);
    return new Target(path, query, segments(path), authority);
  }

  private static int afterAuthority(String text) throws Malformed {
    int scheme = text.indexOf("://");
    var name = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      throw Malformed.bad("the request target is neither a path nor an http URI");
    }
    int i = scheme + 3;
    while (i < text.length() && text.charAt(i) != '/' && text.charAt(i) != '?') {
      i++;
    }
    return i;
  }

  private static String[] segments(String path) throws Malformed {
    if (path.indexOf('\\') >= 0) {
      throw Malformed.bad("a backslash in the path");
    }
    int count = 0;
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '/') {
        count++;
      }
    }
    var segments = new String[count];
    int from = 1;
    for (int i = 0; i < count; i++) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      var segment = Percent.decodeSegment(path, from, to);
      if (isDots(segment)) {
        throw Malformed.bad("a dot segment in the path");
      }
      segments[i] = segment;
      from = to + 1;
    }
    return segments;
  }

  /** Also with parameters, {@code ..;x}: some servers cut those off before they climb. */
  private static boolean isDots(String segment) {
    return !segment.isEmpty()
        && segment.charAt(0) == '.'
        && (segment.length() == 1
            || segment.equals("..")
            || segment.startsWith(".;")
            || segment.startsWith("..;"));
  }
}
