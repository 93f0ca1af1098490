package io.serai.backend;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A base URL of a backend.
 *
 * @param tls whether it is https
 * @param host a name or an IP literal, without brackets
 * @param port 1 to 65535
 * @param path put before every call's, without a slash at its end; often empty
 */
record Origin(boolean tls, String host, int port, String path) {

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static Origin parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw wrong(url);
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if ((!tls && !scheme.equals("http")) || uri.getHost() == null || uri.getPort() > 65535) {
      throw wrong(url);
    }
    if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(url);
    }
    var host = uri.getHost();
    host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var path = uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    return new Origin(tls, host.toLowerCase(Locale.ROOT), port, path);
  }

  private static IllegalArgumentException wrong(String url) {
    // A password in it must not reach a log.
    var shown = url.replaceAll("//[^/@]*@", "//***@");
    return new IllegalArgumentException(
        shown
            + " (expected: http:// or https://, a host, optionally a port and a path; no user, query"
            + " or fragment)");
  }

  /** The Host header's value, RFC 9110 section 7.2. */
  String authority() {
    var name = NetUtil.isValidIpV6Address(host) ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /** As it may be written in the settings. */
  String url() {
    return (tls ? "https://" : "http://") + authority() + path;
  }

  byte[] authorityBytes() {
    return authority().getBytes(StandardCharsets.US_ASCII);
  }
}
