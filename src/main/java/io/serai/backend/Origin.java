package io.serai.backend;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A base URL of a backend, or a name whose SRV records tell the hosts of such: {@code
 * http+srv://_http._tcp.shop.example/base}.
 *
 * @param tls whether it is https
 * @param host a name or an IP literal, without brackets
 * @param port 1 to 65535; 0 of one that SRV records tell
 * @param path put before every call's, without a slash at its end; often empty
 */
record Origin(boolean tls, String host, int port, String path) {
  private static final String SERVICE = "+srv";
  private static final Pattern NAME = Pattern.compile("\\w[\\w-]{0,62}(\\.\\w[\\w-]{0,62})*");

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
    if (scheme.endsWith(SERVICE)) {
      return service(uri, scheme);
    }
    boolean tls = scheme.equals("https");
    if ((!tls && !scheme.equals("http")) || uri.getHost() == null || uri.getPort() > 65535) {
      throw wrong(url);
    }
    if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(url);
    }
    var host = uri.getHost();
    host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var path = path(uri);
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    return new Origin(tls, host.toLowerCase(Locale.ROOT), port, path);
  }

  private static String path(URI uri) {
    var path = uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path;
  }

  /** Its name has underscores, which make it no host in the eyes of {@link URI}. */
  private static Origin service(URI uri, String scheme) {
    boolean tls = scheme.equals("https" + SERVICE);
    var name = String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean isPlain = uri.getRawQuery() == null && uri.getRawFragment() == null;
    if ((!tls && !scheme.equals("http" + SERVICE)) || !isPlain || !isName(name)) {
      throw new IllegalArgumentException(
          shown(uri.toString())
              + " (expected: http+srv:// or https+srv://, a name that has SRV records, optionally a"
              + " path; no port, user, query or fragment)");
    }
    return new Origin(tls, name, 0, path(uri));
  }

  /** Whether it may stand in a Host header and be looked up. */
  static boolean isName(String text) {
    return text.length() <= 253 && NAME.matcher(text).matches();
  }

  /** Whether the hosts are those of its SRV records; it is none itself. */
  boolean isService() {
    return port == 0;
  }

  /** A password in it must not reach a log. */
  private static String shown(String url) {
    return url.replaceAll("//[^/@]*@", "//***@");
  }

  private static IllegalArgumentException wrong(String url) {
    return new IllegalArgumentException(
        shown(url)
            + " (expected: http:// or https://, a host, optionally a port and a path; no user,"
            + " query or fragment)");
  }

  /** The Host header's value, RFC 9110 section 7.2. */
  String authority() {
    var name = NetUtil.isValidIpV6Address(host) ? "[" + host + "]" : host;
    return isService() || port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /** As it may be written in the settings. */
  String url() {
    return (tls ? "https" : "http") + (isService() ? SERVICE : "") + "://" + authority() + path;
  }
}
