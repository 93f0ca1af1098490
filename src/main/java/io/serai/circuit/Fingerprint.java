package io.serai.circuit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By what circuits of one name are told apart, the same on every node. */
final class Fingerprint {
  private static final int BYTES = 8;

  private Fingerprint() {}

  static String of(CircuitOptions options, String more) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(options.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(more.getBytes(UTF_8)), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
