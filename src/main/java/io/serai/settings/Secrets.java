package io.serai.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is masked wherever a setting is shown. Written once, here. */
final class Secrets {
  static final String MASK = "***";

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#@\\s,]*@");

  private Secrets() {}

  /** By the last segment of its name; a false alarm hides a harmless value, that is all. */
  static boolean named(String key) {
    var last = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return last.contains("password")
        || last.contains("passwd")
        || last.contains("passphrase")
        || last.contains("secret")
        || last.contains("credential")
        || last.contains("token")
        || last.endsWith("key")
        || last.endsWith("keys");
  }

  /** A text that may be shown: user and password of a URL masked. */
  static String maskUrls(String text) {
    return text.indexOf('@') < 0 ? text : USER_INFO.matcher(text).replaceAll("$1" + MASK + "@");
  }
}
