package io.serai.manage;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a web page in an operator's browser out. Its script can call loopback addresses, and by a
 * name of its own that resolves to one it can read the answers too; but it can lie about neither
 * {@code Host} nor {@code Origin}.
 */
final class Guard {
  private final Set<String> names = new TreeSet<>();

  Guard(ManageSettings settings) {
    names.add("localhost");
    names.add(settings.host().toLowerCase(Locale.ROOT));
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Why a request is turned away, null if it may pass. */
  @Nullable String objection(Access access, Ask ask, InetSocketAddress reached) {
    var host = ask.header("Host");
    // A balancer's check by HTTP/1.0 has no Host; a browser always sends one.
    if (host == null && access == Access.OPEN) {
      return null;
    }
    if (host == null || !isOwn(hostOf("http://" + host), reached.getAddress())) {
      return "Host is none of ours; management.names lists further ones";
    }
    var origin = ask.header("Origin");
    // The same host on another port is another application.
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      return "Origin is another site";
    }
    return null;
  }

  private boolean isOwn(@Nullable String host, InetAddress reached) {
    if (host == null) {
      return false;
    }
    if (names.contains(host.toLowerCase(Locale.ROOT))) {
      return true;
    }
    // Only literals get this far: a name would be looked up, and that is what we don't trust.
    var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return false;
    }
    try {
      return InetAddress.getByName(literal).equals(reached);
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static @Nullable String hostOf(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
