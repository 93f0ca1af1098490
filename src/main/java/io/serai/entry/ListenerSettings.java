package io.serai.entry;

import io.serai.entry.batch.BatchKeys;
import io.serai.settings.Key;
import io.serai.settings.Settings;
import io.serai.settings.Type;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The listener's settings, read once at start. */
public record ListenerSettings(
    String host,
    int port,
    String healthPath,
    String name,
    int maxConnections,
    int maxLine,
    int maxHeaders,
    int maxHeaderLines,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration writeTimeout,
    Duration loopBlockWarning,
    int offLoopThreads,
    int offLoopQueue,
    int maxCalls,
    boolean packs,
    AdmissionSettings admission) {

  static final Key<String> HOST =
      Key.text("listener.host", "", "Address to listen on; empty for all addresses.");
  static final Key<Integer> PORT =
      Key.port("listener.port", 8080, "Port to listen on, 0 to 65535; 0 for any free one.");
  static final Key<String> HEALTH_PATH =
      Key.text(
              "listener.health.path",
              "",
              "Path at which the listener itself answers a bare 200 when ready and 503 when not,"
                  + " for balancers; empty for none. Stands before any route.")
          .as(Type.TEXT.that("a path that starts with /, such as /up", ListenerSettings::isPath));
  static final Key<String> NAME =
      Key.text(
              "listener.name",
              "",
              "What this instance calls itself in Via headers, by which a request that comes round"
                  + " again is found; letters, digits and dashes. Empty for a new random one at"
                  + " each start.")
          .as(Type.TEXT.that("letters, digits and dashes", ListenerSettings::isPseudonym));
  static final Key<Integer> LOOPS =
      Key.integer(
          "listener.loops",
          0,
          0,
          1024,
          "Event loops, one thread each; 0 for as many as there are processors.");
  static final Key<Integer> MAX_CONNECTIONS =
      Key.integer(
          "listener.maxConnections",
          10000,
          1,
          1000000,
          "Client connections open at a time; one more gets a 503 and is closed.");
  static final Key<Long> MAX_LINE =
      Key.size(
          "listener.maxLine",
          "8KiB",
          "256B",
          "1MiB",
          "The longest request line; a longer one gets a 414.");
  static final Key<Long> MAX_HEADERS =
      Key.size(
          "listener.maxHeaders",
          "32KiB",
          "1KiB",
          "16MiB",
          "All header lines together; more get a 431.");
  static final Key<Integer> MAX_HEADER_LINES =
      Key.integer(
          "listener.maxHeaderLines", 128, 8, 10000, "The most header lines; more get a 431.");
  static final Key<Duration> HEADER_TIMEOUT =
      Key.duration(
          "listener.headerTimeout",
          "10s",
          "1ms",
          "1h",
          "Time for a request's head, from its first byte to its last; then a 408.");
  static final Key<Duration> BODY_TIMEOUT =
      Key.duration(
          "listener.bodyTimeout",
          "30s",
          "1ms",
          "1d",
          "Time for a request's body, from the end of its head; then a 408.");
  static final Key<Duration> IDLE_TIMEOUT =
      Key.duration(
          "listener.idleTimeout",
          "75s",
          "1ms",
          "1d",
          "How long a connection may wait for its next request before it is closed.");
  static final Key<Duration> WRITE_TIMEOUT =
      Key.duration(
          "listener.writeTimeout",
          "30s",
          "1ms",
          "1d",
          "How long a client may take none of an answer, or less than 1 KiB a second, before its"
              + " connection is closed.");
  static final Key<Duration> LOOP_BLOCK_WARNING =
      Key.duration(
          "listener.loopBlockWarning",
          "500ms",
          "0",
          "1h",
          "A step that holds an event loop for longer is named in the log, once a minute; 0 for"
              + " never.");
  static final Key<Integer> OFF_LOOP_THREADS =
      Key.integer(
          "offloop.threads",
          64,
          1,
          10000,
          "Threads for routes with steps that block, on Java 17; what follows a backend call has"
              + " others, at most four times this and offloop.queue together. From 21 on they are"
              + " virtual and this only adds to offloop.queue.");
  static final Key<Integer> OFF_LOOP_QUEUE =
      Key.integer(
          "offloop.queue",
          448,
          0,
          1000000,
          "Requests to such routes in flight beyond offloop.threads; one more gets a 503.");
  static final Key<Integer> MAX_CALLS =
      Key.integer(
          "request.maxCalls", 256, 1, 1000000, "Backend calls that one client request may make.");

  static final Key<String> COMPRESSION =
      Key.choice(
          "listener.compression",
          "off",
          "gzip packs answers in JSON, XML and text of 1 KiB to 1 MiB for clients that take it; off"
              + " packs none.",
          "off",
          "gzip");

  /** Every setting of this package. */
  public static final List<Key<?>> KEYS =
      Stream.<List<Key<?>>>of(
              List.of(
                  HOST,
                  PORT,
                  HEALTH_PATH,
                  NAME,
                  LOOPS,
                  MAX_CONNECTIONS,
                  MAX_LINE,
                  MAX_HEADERS,
                  MAX_HEADER_LINES,
                  HEADER_TIMEOUT,
                  BODY_TIMEOUT,
                  IDLE_TIMEOUT,
                  WRITE_TIMEOUT,
                  LOOP_BLOCK_WARNING,
                  OFF_LOOP_THREADS,
                  OFF_LOOP_QUEUE,
                  MAX_CALLS,
                  COMPRESSION),
              AdmissionSettings.KEYS,
              GatewayParameters.KEYS,
              BatchKeys.KEYS,
              List.of(VanillaHeaders.KEY))
          .flatMap(List::stream)
          .<Key<?>>map(key -> key)
          .toList();

  /** The settings in force. */
  public static ListenerSettings of(Settings settings) {
    return new ListenerSettings(
        settings.get(HOST),
        settings.get(PORT),
        settings.get(HEALTH_PATH),
        settings.get(NAME),
        settings.get(MAX_CONNECTIONS),
        bytes(settings.get(MAX_LINE)),
        bytes(settings.get(MAX_HEADERS)),
        settings.get(MAX_HEADER_LINES),
        settings.get(HEADER_TIMEOUT),
        settings.get(BODY_TIMEOUT),
        settings.get(IDLE_TIMEOUT),
        settings.get(WRITE_TIMEOUT),
        settings.get(LOOP_BLOCK_WARNING),
        settings.get(OFF_LOOP_THREADS),
        settings.get(OFF_LOOP_QUEUE),
        settings.get(MAX_CALLS),
        settings.get(COMPRESSION).equals("gzip"),
        AdmissionSettings.of(settings));
  }

  /** How many event loops to start. */
  public static int loops(Settings settings) {
    int loops = settings.get(LOOPS);
    return loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
  }

  private static int bytes(long size) {
    return Math.toIntExact(size);
  }

  private static boolean isPath(String text) {
    return text.isEmpty() || (text.startsWith("/") && text.indexOf('?') < 0);
  }

  private static boolean isPseudonym(String text) {
    return text.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
