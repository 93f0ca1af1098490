package io.serai.manage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request to the management listener. */
public final class Ask {
  private static final int MAX_BODY = 1 << 20;

  private final HttpExchange exchange;

  Ask(HttpExchange exchange) {
    this.exchange = exchange;
  }

  public String method() {
    return exchange.getRequestMethod();
  }

  /** Decoded. */
  public String path() {
    return exchange.getRequestURI().getPath();
  }

  /** The first query parameter of the name, decoded; null if there is none. */
  public @Nullable String parameter(String name) {
    var query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return null;
    }
    for (var pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
        return equals < 0 ? "" : decoded(pair.substring(equals + 1));
      }
    }
    return null;
  }

  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /**
   * The whole body.
   *
   * @throws TooLarge beyond 1 MiB
   */
  public byte[] body() throws IOException {
    var body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new TooLarge();
    }
    return body;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** A body that nobody needs here. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("a body above " + MAX_BODY + " bytes");
    }
  }
}
