package io.serai.entry;

import io.serai.settings.Key;
import io.serai.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a {@code gateway:} consumer; the default of each is the setting {@code
 * gateway.<parameter>}, which goes live on save: units are built anew.
 *
 * @param terms what it has in common with other ways in
 * @param responseHeaders the headers of the route let out
 */
record GatewayParameters(Methods methods, Terms terms, NameRule responseHeaders) {
  static final Key<String> METHOD =
      Key.text(
              "gateway.method",
              "GET",
              "Methods that a gateway: route answers: one, a list such as PUT,PATCH, or * for all."
                  + " HEAD comes with GET.")
          .onSave();
  static final Key<Duration> DEADLINE =
      Key.duration(
              "gateway.deadline",
              "5s",
              "Time for a whole request, from the last byte of its header to the first byte of the"
                  + " answer; then the client gets a 504. At least 1ms.")
          .onSave();
  static final Key<List<String>> QUERY =
      Key.list("gateway.query", "", "Query parameters let in; empty for none, * for all.").onSave();
  static final Key<List<String>> REQUEST_HEADERS =
      Key.list(
              "gateway.requestHeaders", "", "Headers of clients let in; empty for none, * for all.")
          .onSave();
  static final Key<List<String>> RESPONSE_HEADERS =
      Key.list(
              "gateway.responseHeaders",
              "",
              "Headers of routes let out; empty for none, * for all.")
          .onSave();
  static final Key<Long> MAX_BODY =
      Key.size(
              "gateway.maxBody",
              "1MiB",
              "The largest request body taken, at most 1GiB; a larger one gets a 413. 0 for none.")
          .onSave();
  static final Key<String> REPORT =
      Key.text(
              "gateway.report",
              "headers",
              "Whether answers tell how their parts ended: headers (Proxy-Status and Server-Timing),"
                  + " body (a member _parts of a JSON object as well) or none.")
          .onSave();

  static final List<Key<?>> KEYS =
      List.of(METHOD, DEADLINE, QUERY, REQUEST_HEADERS, RESPONSE_HEADERS, MAX_BODY, REPORT);

  /**
   * Takes the known ones out of an endpoint's parameters.
   *
   * @throws IllegalArgumentException naming parameter, value, what was expected
   */
  static GatewayParameters take(Map<String, Object> written, Settings settings) {
    refuseLater(written, "schema");
    refuseLater(written, "stream");
    var deadline = read(written, "deadline", DEADLINE, settings);
    if (deadline.isZero()) {
      throw wrong("deadline", "0", "at least 1ms");
    }
    long maxBody = read(written, "maxBody", MAX_BODY, settings);
    if (maxBody > 1 << 30) {
      throw wrong("maxBody", maxBody + "B", "at most 1GiB");
    }
    var told = read(written, "report", REPORT, settings);
    var report = Reporting.named(told);
    if (report == null) {
      throw wrong("report", told, "none, headers or body");
    }
    var query = NameRule.ofParameters(read(written, "query", QUERY, settings));
    var requestHeaders = read(written, "requestHeaders", REQUEST_HEADERS, settings);
    var responseHeaders = read(written, "responseHeaders", RESPONSE_HEADERS, settings);
    for (var name : responseHeaders) {
      if (!name.equals("*") && HeaderNames.isNeverAnswered(name)) {
        throw wrong(
            "responseHeaders", name, "a header that a route can set and an answer may carry");
      }
    }
    var methods = read(written, "method", METHOD, settings);
    return new GatewayParameters(
        sound("method", () -> Methods.parse(methods)),
        new Terms(
            deadline,
            query,
            sound("requestHeaders", () -> NameRule.ofHeaders(requestHeaders)),
            maxBody,
            report),
        sound("responseHeaders", () -> NameRule.ofHeaders(responseHeaders)));
  }

  private static <T> T read(
      Map<String, Object> written, String name, Key<T> key, Settings settings) {
    var text = text(written.remove(name));
    if (text == null) {
      return settings.get(key);
    }
    try {
      return key.type().read(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(name, text, key.type().expected());
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString().strip();
  }

  private static void refuseLater(Map<String, Object> written, String name) {
    var value = text(written.remove(name));
    if (value != null && !value.equals("false")) {
      throw new IllegalArgumentException(
          name + ": '" + value + "' isn't there yet in this version. Leave the parameter out.");
    }
  }

  private static <T> T sound(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(name + ": '" + value + "' (expected: " + expected + ")");
  }
}
