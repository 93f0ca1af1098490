package io.serai.launcher;

/** Log4j's start and end, which have an order of their own. */
final class Logging {

  private Logging() {}

  /** Without a configuration Log4j writes errors to the output, into the answer of a verb. */
  static void silence() {
    set("org.apache.logging.log4j.level", "OFF");
  }

  /** Before the first logger is made; a verb that never calls it logs nothing. */
  static void prepare(Directories directories, boolean background) {
    set("serai.base", directories.base().toString());
    set("serai.log", background ? "file" : "console");
    set("log4j2.configurationFile", directories.logConfiguration().toUri().toString());
    // Named, so that nobody looks through every jar for them.
    set("slf4j.provider", "org.apache.logging.slf4j.SLF4JServiceProvider");
    set("log4j.provider", "org.apache.logging.log4j.core.impl.Log4jProvider");
    // SLF4J tells of that on the error stream otherwise.
    set("slf4j.internal.verbosity", "WARN");
    // Its hook would run beside ours, and the last lines of a stop would be lost.
    set("log4j2.shutdownHookEnabled", "false");
    set("log4j.shutdownHookEnabled", "false");
  }

  private static void set(String property, String value) {
    System.setProperty(property, value);
  }

  /** After the last line. */
  static void flush() {
    org.apache.logging.log4j.LogManager.shutdown();
  }
}
