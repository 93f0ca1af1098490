package io.serai.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which addresses the world can't reach: whoever reaches the member port owns the gateway. */
final class PrivateAddress {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  static final String EXPECTED =
      "one of this machine alone, or of a private network: 10.0.0.0/8, 172.16.0.0/12,"
          + " 192.168.0.0/16 or fc00::/7";

  private PrivateAddress() {}

  /** Loopback, RFC 1918, or RFC 4193, unique local. */
  static boolean is(InetAddress address) {
    return address.isLoopbackAddress()
        || (address instanceof Inet6Address
            ? (address.getAddress()[0] & 0xfe) == 0xfc
            : address.isSiteLocalAddress());
  }

  /** The address that is written so; null for a name. Asks no name service. */
  static @Nullable InetAddress written(String host) {
    boolean isInBrackets = host.startsWith("[") && host.endsWith("]");
    var bare = isInBrackets ? host.substring(1, host.length() - 1) : host;
    if (!V4.matcher(bare).matches() && bare.indexOf(':') < 0) {
      return null;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
