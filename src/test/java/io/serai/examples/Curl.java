package io.serai.examples;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code curl} command line, understood: {@code -X}, {@code -H}, {@code -d}, {@code -s}, quotes
 * as a shell has them.
 */
record Curl(String method, URI uri, List<String> headers, String body) {

  static Curl read(String line) {
    var words = words(line);
    if (words.isEmpty() || !words.get(0).equals("curl")) {
      throw new IllegalArgumentException("no curl: " + line);
    }
    var method = "";
    var uri = "";
    var body = "";
    var headers = new ArrayList<String>();
    for (var rest = words.listIterator(1); rest.hasNext(); ) {
      var word = rest.next();
      switch (word) {
        case "-X" -> method = rest.next();
        case "-H" -> headers.add(rest.next());
        case "-d" -> body = rest.next();
        case "-s" -> {}
        default -> {
          if (word.startsWith("-") || !uri.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + word + " in " + line);
          }
          uri = word;
        }
      }
    }
    if (!body.isEmpty() && headers.stream().noneMatch(Curl::isContentType)) {
      headers.add("Content-Type: application/x-www-form-urlencoded"); // as curl does
    }
    var chosen = !method.isEmpty() ? method : body.isEmpty() ? "GET" : "POST";
    return new Curl(chosen, URI.create(uri), headers, body);
  }

  private static boolean isContentType(String header) {
    return header.regionMatches(true, 0, "content-type:", 0, "content-type:".length());
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && c == ' ') {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** Sent to another port than the one written. */
  HttpRequest request(int port) {
    var target =
        URI.create(
            "http://127.0.0.1:"
                + port
                + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(target).method(method, publisher);
    for (var header : headers) {
      int colon = header.indexOf(':');
      request.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return request.build();
  }
}
