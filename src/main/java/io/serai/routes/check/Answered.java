package io.serai.routes.check;

import java.util.Map;
import java.util.regex.Pattern;

/** What the answer to a call says over: headers it brings, and the variable of its part. */
final class Answered {
  private static final String BACKEND = "backend:";
  private static final Pattern AS = Pattern.compile("[?&]as=([^&]*)");
  private static final Pattern HEADERS = Pattern.compile("[?&]responseHeaders=([^&]*)");

  private Answered() {}

  /**
   * What is left of what a route has set.
   *
   * @param uri of the call with its parameters; not of one that another route answers
   */
  static Given left(String uri, Given given, Map<String, String> properties) {
    var call = uri.strip();
    if (call.startsWith("log:")) {
      return given;
    }
    if (!call.startsWith(BACKEND)) {
      return given.withoutAll("header");
    }
    var left = given;
    for (var as = AS.matcher(call); as.find(); ) {
      left = left.overwritten("variable", as.group(1));
    }
    var headers = HEADERS.matcher(call);
    var names = headers.find() ? headers.group(1) : settled(call, properties);
    for (var element : names.split(",", -1)) {
      // The route's name stands first, X-Total=X-Count.
      var name = element.split("=", -1)[0].strip();
      left =
          name.equals("*") || name.contains("%") || name.startsWith("RAW")
              ? left.withoutAll("header")
              : left.overwritten("header", name);
    }
    return left;
  }

  /** The setting's, where the call has none of its own. */
  private static String settled(String call, Map<String, String> properties) {
    var name = call.substring(BACKEND.length()).split("[/?{]", 2)[0];
    var all = properties.getOrDefault("backend.default.responseHeaders", "");
    return properties.getOrDefault("backend." + name + ".responseHeaders", all);
  }
}
