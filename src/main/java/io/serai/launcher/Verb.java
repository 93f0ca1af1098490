package io.serai.launcher;

import java.util.Map;

/** One word that {@code bin/serai} understands. */
interface Verb {

  String name();

  /** One line for {@code help}. */
  String summary();

  /** What may stand after the verb, as {@code help} shows it; empty for nothing. */
  default String operands() {
    return "";
  }

  /** Its own options beside those all verbs take, each with what it does. */
  default Map<String, String> options() {
    return Map.of();
  }

  /** A {@link Failure} thrown ends it as well as an exit code returned. */
  ExitCode run(Call call) throws Exception;
}
