package io.serai.launcher;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bin/serai} answers a shell; the numbers are {@code sysexits.h}'s where it has one.
 */
enum ExitCode {
  DONE(0, "done; a degraded instance is 0 with a line that says so"),
  FAILED(1, "failed, already running, or running but not ready"),
  NOT_RUNNING(3, "not running (status)"),
  USAGE(64, "wrong usage"),
  PORT_TAKEN(69, "a port is taken"),
  NO_PERMISSION(77, "no permission for a file or port"),
  CONFIGURATION(78, "wrong configuration");

  final int number;
  final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** By the first cause that tells; an address without a port's right is a BindException too. */
  static ExitCode of(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure known) {
        return known.code();
      }
      var message = String.valueOf(cause.getMessage());
      if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
        return NO_PERMISSION;
      }
      if (message.contains("Cannot assign requested address")) {
        return CONFIGURATION;
      }
      // Netty's native transport throws an IOException of its own with the same words.
      if (cause instanceof BindException || message.contains("Address already in use")) {
        return PORT_TAKEN;
      }
    }
    return FAILED;
  }
}
