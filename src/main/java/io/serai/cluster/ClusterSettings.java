package io.serai.cluster;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which cluster this gateway belongs to.
 *
 * @param members {@code host} or {@code host:port}; empty if it is alone
 * @param host to listen on
 * @param heartbeatTimeout at least 2 s
 * @param backups how many others copy what one keeps, 0 to 6
 */
public record ClusterSettings(
    String name,
    List<String> members,
    String host,
    int port,
    Duration heartbeatTimeout,
    int backups) {
  private static final Pattern MEMBER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:([1-9][0-9]{0,4}))?");
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");

  public ClusterSettings {
    members = List.copyOf(members);
  }

  public static ClusterSettings of(Settings settings) {
    return new ClusterSettings(
        settings.get(ClusterKeys.NAME),
        settings.get(ClusterKeys.MEMBERS),
        settings.get(ClusterKeys.HOST),
        settings.get(ClusterKeys.PORT),
        settings.get(ClusterKeys.HEARTBEAT_TIMEOUT),
        settings.get(ClusterKeys.BACKUPS));
  }

  public boolean isAlone() {
    return members.isEmpty();
  }

  /** {@code host:port} where the others reach this one. */
  public String address() {
    return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Errors, which stop a start, and warnings. Asks no name service. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (isAlone()) {
      return problems;
    }
    if (name.isBlank()) {
      problems.add(
          error(
              "cluster.members: set without cluster.name",
              "a name that all gateways of this cluster share",
              "Set cluster.name, to the same on each, such as shop-production"));
    }
    for (var member : members) {
      var form = MEMBER.matcher(member);
      if (!form.matches() || (form.group(3) != null && Integer.parseInt(form.group(3)) > 65_535)) {
        problems.add(
            error(
                "cluster.members: '" + member + "' is no address",
                "host or host:port, separated by commas; an IPv6 address in brackets",
                ""));
      }
    }
    if (host.isBlank() || host.equals("0.0.0.0") || host.equals("::")) {
      problems.add(
          error(
              "cluster.host: '" + host + "' is no address of one interface",
              "the address by which the others reach this machine, such as 10.0.0.1",
              ""));
    }
    var written = PrivateAddress.written(host);
    if (written != null && !written.isAnyLocalAddress() && !PrivateAddress.is(written)) {
      problems.add(
          Problem.warning(
              "",
              0,
              0,
              "cluster.host: '" + host + "' is a public address",
              PrivateAddress.EXPECTED,
              "Whoever reaches cluster.port owns the gateway: put a tunnel or a fence before it"));
    }
    if (isLoopback(host)) {
      members.stream()
          .filter(member -> LITERAL.matcher(hostOf(member)).matches())
          .filter(member -> !isLoopback(hostOf(member)))
          .findFirst()
          .ifPresent(
              member ->
                  problems.add(
                      error(
                          "cluster.host: '" + host + "' can't be reached from " + member,
                          "the address by which the members reach this machine",
                          "Set cluster.host to it")));
    }
    return problems;
  }

  private static String hostOf(String member) {
    return member.startsWith("[")
        ? member.substring(0, member.indexOf(']') + 1)
        : member.replaceFirst(":.*", "");
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("localhost") || host.matches("\\[?::1]?");
  }

  private static Problem error(String message, String expected, String cure) {
    return Problem.error("", 0, 0, message, expected, cure);
  }
}
