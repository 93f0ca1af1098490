package io.serai.entry;

import io.serai.formats.ArrayPaths;
import io.serai.formats.XmlNames;
import io.serai.schema.Schema;
import io.serai.schema.Schemas;
import io.serai.settings.Key;
import io.serai.settings.Settings;
import io.serai.settings.Type;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a {@code gateway:} consumer; the default of each is the setting {@code
 * gateway.<parameter>}, which goes live on save: units are built anew.
 *
 * @param terms what it has in common with other ways in
 * @param responseHeaders the headers of the route let out
 * @param schema what a body must keep to, null for anything
 * @param keyRule what is wanted of an Idempotency-Key
 * @param taking what becomes of a body
 * @param produces in what is answered
 */
record GatewayParameters(
    Methods methods,
    Terms terms,
    NameRule responseHeaders,
    @Nullable Schema schema,
    KeyRule keyRule,
    Taking taking,
    Produces produces) {
  private static final String HEADERS = "names of headers that may pass the gateway, or *";

  static final Key<String> METHOD =
      Key.text(
              "gateway.method",
              "GET",
              "Methods that a gateway: route answers: one, a list such as PUT,PATCH, or * for all."
                  + " HEAD comes with GET.")
          .as(Type.TEXT.that("GET, a list such as PUT,PATCH, or *", GatewayParameters::isMethods))
          .onSave();
  static final Key<Duration> DEADLINE =
      Key.duration(
              "gateway.deadline",
              "5s",
              "1ms",
              "1d",
              "Time for a whole request, from the last byte of its header to the first byte of the"
                  + " answer; then the client gets a 504.")
          .onSave();
  static final Key<List<String>> QUERY =
      Key.list("gateway.query", "", "Query parameters let in; empty for none, * for all.").onSave();
  static final Key<List<String>> REQUEST_HEADERS =
      Key.list(
              "gateway.requestHeaders", "", "Headers of clients let in; empty for none, * for all.")
          .as(Type.LIST.that(HEADERS, GatewayParameters::areHeaders))
          .onSave();
  static final Key<List<String>> RESPONSE_HEADERS =
      Key.list(
              "gateway.responseHeaders",
              "",
              "Headers of routes let out; empty for none, * for all.")
          .as(Type.LIST.that(HEADERS, GatewayParameters::areAnswered))
          .onSave();
  static final Key<Long> MAX_BODY =
      Key.size(
              "gateway.maxBody",
              "1MiB",
              "0B",
              "1GiB",
              "The largest request body taken; a larger one gets a 413. 0 for none.")
          .onSave();
  static final Key<String> REPORT =
      Key.choice(
              "gateway.report",
              "headers",
              "Whether answers tell how their parts ended: headers (Proxy-Status and"
                  + " Server-Timing), body (a member _parts of a JSON object as well) or none.",
              "headers",
              "body",
              "none")
          .onSave();

  static final Key<String> IDEMPOTENCY_KEY =
      Key.choice(
              "gateway.idempotencyKey",
              "none",
              "What is wanted of a request's Idempotency-Key: none, it is a header like any other;"
                  + " optional lets it in; required refuses writes without one; generate makes one"
                  + " where it is missing.",
              "none",
              "optional",
              "required",
              "generate")
          .onSave();

  static final Key<Duration> STREAM_IDLE =
      Key.duration(
              "gateway.streamIdle",
              "60s",
              "0",
              "1d",
              "How long a streamed body may stand still, no byte coming or being taken either way,"
                  + " before its request is ended; 0 for ever.")
          .onSave();

  /** Of a route that streams: nothing of the body stays here. */
  private static final Type<Long> ANY_SIZE = Type.size("0B", "1000000GiB");

  static final Key<String> BODY_AS =
      Key.choice(
              "gateway.bodyAs",
              "sent",
              "As what a route gets a request's body: sent, as it came, or json: forms, multipart,"
                  + " XML, CSV and text become JSON, other types get a 415.",
              "sent",
              "json")
          .onSave();
  static final Key<String> ARRAYS =
      Key.text(
              "gateway.arrays",
              "",
              "With bodyAs=json the elements of XML that are arrays even where there is one, from"
                  + " the root down, such as items.item,items.item.tag.")
          .as(
              Type.TEXT.that(
                  "names of elements from the root down, joined by dots, such as items.item",
                  text -> holds(() -> ArrayPaths.parse(text))))
          .onSave();

  static final Key<List<String>> PRODUCES =
      Key.list(
              "gateway.produces",
              "json",
              "In what a route answers: json, xml, ndjson (a line for each part as it comes), or"
                  + " several, the first for clients without a wish; then Accept chooses, and one"
                  + " that takes none gets a 406.")
          .as(Type.LIST.that("json, xml, ndjson or several of them", Produces::isFormats))
          .onSave();
  static final Key<String> XML_ROOT =
      Key.text("gateway.xmlRoot", "root", "What the root element is called where XML is answered.")
          .as(Type.TEXT.that("a name of an XML element without a prefix", XmlNames::isName))
          .onSave();

  static final List<Key<?>> KEYS =
      List.of(
          METHOD,
          DEADLINE,
          QUERY,
          REQUEST_HEADERS,
          RESPONSE_HEADERS,
          MAX_BODY,
          REPORT,
          IDEMPOTENCY_KEY,
          STREAM_IDLE,
          BODY_AS,
          ARRAYS,
          PRODUCES,
          XML_ROOT);

  /**
   * Takes the known ones out of an endpoint's parameters.
   *
   * @throws IllegalArgumentException naming parameter, value, what was expected
   */
  static GatewayParameters take(
      Map<String, Object> written, Settings settings, Supplier<Schemas> schemas) {
    boolean stream = stream(written);
    var deadline = read(written, "deadline", DEADLINE, DEADLINE.type(), settings);
    long maxBody = maxBody(written, stream, settings);
    var told = read(written, "report", REPORT, REPORT.type(), settings);
    var report = Reporting.named(told);
    if (report == null) {
      throw wrong("report", told, "none, headers or body");
    }
    if (stream && report == Reporting.BODY) {
      throw wrong("report", told, "none or headers, for a streamed body stays as it is");
    }
    var query = NameRule.ofParameters(read(written, "query", QUERY, Type.LIST, settings));
    // Of a route's own list the name that won't do is told, not the whole list.
    var requestHeaders = read(written, "requestHeaders", REQUEST_HEADERS, Type.LIST, settings);
    var responseHeaders = read(written, "responseHeaders", RESPONSE_HEADERS, Type.LIST, settings);
    for (var name : responseHeaders) {
      if (!name.equals("*") && HeaderNames.isNeverAnswered(name)) {
        throw wrong(
            "responseHeaders",
            name,
            "a header that a route can set and an answer may carry; this one belongs to the"
                + " request, to one connection or to the listener, remove it from the list");
      }
    }
    var schema = text(written.remove("schema"));
    if (stream && schema != null) {
      throw wrong("schema", schema, "no schema, for a streamed body isn't read");
    }
    var keyRule =
        read(written, "idempotencyKey", IDEMPOTENCY_KEY, IDEMPOTENCY_KEY.type(), settings);
    boolean json = read(written, "bodyAs", BODY_AS, BODY_AS.type(), settings).equals("json");
    var arrays = read(written, "arrays", ARRAYS, ARRAYS.type(), settings);
    var produces = read(written, "produces", PRODUCES, PRODUCES.type(), settings);
    var root = read(written, "xmlRoot", XML_ROOT, XML_ROOT.type(), settings);
    var methods = read(written, "method", METHOD, Type.TEXT, settings);
    return new GatewayParameters(
        sound("method", () -> Methods.parse(methods)),
        new Terms(
            deadline,
            query,
            sound("requestHeaders", () -> NameRule.ofHeaders(requestHeaders)),
            maxBody,
            report,
            stream,
            read(written, "streamIdle", STREAM_IDLE, STREAM_IDLE.type(), settings)),
        sound("responseHeaders", () -> NameRule.ofHeaders(responseHeaders)),
        schema == null ? null : schemas.get().read(schema),
        KeyRule.valueOf(keyRule.toUpperCase(Locale.ROOT)),
        new Taking(json, json || schema != null, ArrayPaths.parse(arrays)),
        Produces.of(produces, root));
  }

  private static <T> T read(
      Map<String, Object> written, String name, Key<T> key, Type<T> type, Settings settings) {
    var text = text(written.remove(name));
    if (text == null) {
      return settings.get(key);
    }
    try {
      return type.read(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, text, type.expected());
    }
  }

  private static boolean isMethods(String text) {
    return holds(() -> Methods.parse(text));
  }

  private static boolean areHeaders(List<String> names) {
    return holds(() -> NameRule.ofHeaders(names));
  }

  private static boolean areAnswered(List<String> names) {
    return areHeaders(names)
        && names.stream().noneMatch(name -> !name.equals("*") && HeaderNames.isNeverAnswered(name));
  }

  private static boolean holds(Supplier<?> reading) {
    try {
      return reading.get() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString().strip();
  }

  private static boolean stream(Map<String, Object> written) {
    var text = text(written.remove("stream"));
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw wrong("stream", text, Type.FLAG.expected());
    }
    return "true".equals(text);
  }

  /** The setting is for what is held in memory. */
  private static long maxBody(Map<String, Object> written, boolean stream, Settings settings) {
    if (stream && !written.containsKey("maxBody")) {
      return Long.MAX_VALUE;
    }
    return read(written, "maxBody", MAX_BODY, stream ? ANY_SIZE : MAX_BODY.type(), settings);
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
