package io.serai.manage;

import io.serai.settings.Problem;
import io.serai.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the management listener is and who may use it.
 *
 * @param port 0 for a free one
 * @param user empty if nobody needs credentials to read
 * @param names host names it answers to, beside its addresses
 */
public record ManageSettings(
    String host, int port, String user, String password, List<String> names) {

  public static ManageSettings of(Settings settings) {
    return new ManageSettings(
        settings.get(ManageKeys.HOST),
        settings.get(ManageKeys.PORT),
        settings.get(ManageKeys.USER),
        settings.get(ManageKeys.PASSWORD),
        settings.get(ManageKeys.NAMES));
  }

  /** What stops a start; none if it may be opened. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (user.isEmpty() != password.isEmpty()) {
      var given = user.isEmpty() ? "management.password" : "management.user";
      var missing = user.isEmpty() ? "management.user" : "management.password";
      problems.add(error(given + ": set without " + missing, "both or none", "Set " + missing));
    }
    if (user.indexOf(':') >= 0) {
      // RFC 7617, 2: the first colon ends the name.
      problems.add(error("management.user: '" + user + "'", "a name without a colon", ""));
    }
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress() && user.isEmpty()) {
        problems.add(
            error(
                "management.host: '" + host + "' can be reached from other machines",
                "a loopback address, or credentials",
                "Set management.user and management.password, or management.host=127.0.0.1"));
      }
    } catch (UnknownHostException e) {
      problems.add(
          error(
              "management.host: '" + host + "' is not known here",
              "an address of this machine, such as 127.0.0.1",
              ""));
    }
    return problems;
  }

  boolean hasCredentials() {
    return !user.isEmpty();
  }

  private static Problem error(String message, String expected, String cure) {
    return Problem.error("", 0, 0, message, expected, cure);
  }
}
