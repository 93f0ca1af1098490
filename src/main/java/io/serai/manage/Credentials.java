package io.serai.manage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/** The token of {@code run/instance.json}, and a name with a password if one is set. */
final class Credentials {
  private final byte[] bearer;
  private final byte[] basic;
  private final boolean hasBasic;

  Credentials(String token, ManageSettings settings) {
    bearer = bytes(token);
    hasBasic = settings.hasCredentials();
    basic = bytes(settings.user() + ":" + settings.password());
  }

  boolean allow(Access access, Ask ask) {
    return access == Access.OPEN || (access == Access.READ && !hasBasic) || areIn(ask);
  }

  /** What to answer one who has none, RFC 9110, 11.6.1. */
  String challenge() {
    return hasBasic ? "Basic realm=\"management\", charset=\"UTF-8\"" : "Bearer";
  }

  /** The same in words. Every page says it alike, one that isn't there too. */
  String expected() {
    return hasBasic
        ? "Authorization: Basic with management.user and management.password, or Bearer with the"
            + " token in run/instance.json of the instance"
        : "Authorization: Bearer with the token in run/instance.json of the instance, which"
            + " bin/serai sends by itself";
  }

  private boolean areIn(Ask ask) {
    var header = ask.header("Authorization");
    int space = header == null ? -1 : header.indexOf(' ');
    if (header == null || space < 0) {
      return false;
    }
    var given = header.substring(space + 1).strip();
    return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "bearer" -> bearer.length > 0 && MessageDigest.isEqual(bytes(given), bearer);
      case "basic" -> hasBasic && MessageDigest.isEqual(decoded(given), basic);
      default -> false;
    };
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
