package io.serai.backend;

import io.serai.request.Deadline;
import io.serai.settings.Key;
import io.serai.settings.Type;
import java.util.List;

/**
 * The settings of backends. Every parameter of a {@code backend:} call is one, for one backend or
 * as {@code backend.default.<parameter>} for all; the route file's own beats both.
 */
public final class BackendKeys {
  private BackendKeys() {}

  static final String DEFAULT = "default";

  static final Key<List<String>> URL =
      Key.list(
              "backend.*.url",
              "",
              "One or more base URLs, separated by commas: http or https, a host, optionally a port"
                  + " and a path that is put before that of each call. After a URL, weight=N: its"
                  + " share of the calls, 0 to 1000, 1 if not written; 0 takes no new calls."
                  + " http+srv:// or https+srv:// and a name stand for the hosts of its SRV"
                  + " records.")
          .onSave();

  private static Key<String> text(String parameter, String defaultText, String doc) {
    return Key.text("backend.*." + parameter, defaultText, doc).onSave();
  }

  private static Key<?> duration(
      String parameter, String defaultText, String least, String most, String doc) {
    return Key.duration("backend.*." + parameter, defaultText, least, most, doc).onSave();
  }

  private static Key<?> integer(
      String parameter, int defaultValue, int least, int most, String doc) {
    return Key.integer("backend.*." + parameter, defaultValue, least, most, doc).onSave();
  }

  private static Key<?> flag(String parameter, boolean defaultValue, String doc) {
    return Key.flag("backend.*." + parameter, defaultValue, doc).onSave();
  }

  /** What the settings floor has to know. */
  public static final List<Key<?>> KEYS =
      List.of(
          URL,
          Deadline.RESERVE,
          text("method", "GET", "The method; * is the client's."),
          text("query", "", "The query string, with references; * is the client's."),
          text("requestHeaders", "", "Headers let through or set on requests; * is all."),
          text(
              "responseHeaders",
              "",
              "Headers of the answer the route gets to see, renamed as X-New=X-Old; * is all."),
          text(
              "body",
              "",
              "none, message or a template; empty is message for POST, PUT and PATCH, else none."),
          duration("timeout", "2s", "1ms", "1d", "A whole call, retries included."),
          duration(
              "attemptTimeout", "0", "0", "1d", "One attempt of it; 0 is no limit of its own."),
          text(
              "deadlineHeader",
              "",
              "The header that tells the backend how many milliseconds its answer is still waited"
                  + " for, such as X-Request-Timeout-Ms; empty sends none."),
          integer(
              "retries",
              1,
              0,
              10,
              "Further attempts after what retryOn names; 0 is none: a backend gets a call once at"
                  + " most."),
          text(
              "retryOn",
              RetryOn.DEFAULT,
              "What a call is tried again after: connect, reset, timeout, 5xx and statuses. Of"
                  + " calls that may not be repeated only connect, where nothing was sent."),
          duration(
              "retryBackoff",
              "25ms",
              "0",
              "1m",
              "The longest pause before the first further attempt, doubled for each other; the"
                  + " pause is any time up to it."),
          duration("retryBackoffMax", "1s", "0", "1h", "The longest pause before any attempt."),
          integer(
              "retryBudget",
              20,
              0,
              1000,
              "Retries and hedges on top of the calls of the last ten seconds, in percent of them."),
          integer(
              "retryFloor",
              10,
              0,
              100000,
              "Retries and hedges in each second beside that share, so that a backend that is seldom"
                  + " called gets some."),
          text(
              "hedge",
              "off",
              "After how long without an answer a call that may be repeated is sent to another host"
                  + " too, such as 50ms, or p50 to p99 of the times observed; off is never."),
          duration(
              "slowStart",
              "0",
              "0",
              "1h",
              "One of several URLs that is new, or gets calls again, gets a tenth of its share at"
                  + " first and after so long the whole; 0 is the whole at once."),
          integer(
              "outlierFailures",
              5,
              0,
              100000,
              "After so many failures in a row one of several URLs gets no calls for a while; 0 is"
                  + " never."),
          duration(
              "outlierEjection",
              "10s",
              "1ms",
              "1h",
              "For how long, the first time; each further time longer by as much, up to 5m."),
          integer(
              "outlierFloor",
              50,
              0,
              100,
              "The share of the URLs, in percent, that always gets calls; one at least does."),
          integer(
              "outlierLatency",
              0,
              0,
              1000,
              "One of several URLs whose median latency of the last ten seconds is more than so"
                  + " many times that of the others, and 10ms more at least, gets no calls for a"
                  + " while too; 0 is never."),
          integer(
              "outlierLatencyCalls",
              20,
              1,
              100000,
              "After so many calls in those ten seconds, on it and on others, a latency counts."),
          text(
              "health.path",
              "",
              "The path by which each URL's host is checked, such as /health; empty is no check."),
          duration("health.interval", "5s", "10ms", "1d", "From one check to the next."),
          duration("health.timeout", "1s", "1ms", "1h", "How long a check may take."),
          integer(
              "health.healthy", 2, 1, 100, "After so many good checks a host gets calls again."),
          integer("health.unhealthy", 3, 1, 100, "After so many bad checks a host gets none."),
          text("health.status", "", "The statuses of a good check; empty is 200 to 299."),
          flag("idempotent", false, "Whether unsafe methods may be repeated."),
          text(
              "idempotencyKey",
              "",
              "forward sends the request's Idempotency-Key, generate a new one for each call; such"
                  + " calls may be repeated."),
          flag(
              "optional", false, "Whether a failed part is left out rather than fails the answer."),
          text("fallback", "", "JSON in place of a failed part; implies optional."),
          text("expect", "", "Statuses that count as success with null."),
          text(
              "passStatus",
              "404,409,410,412,422",
              "Statuses of a failed required part that become the answer's."),
          text("pick", "", "The members taken of an answer, such as id,prices[].amount."),
          text("drop", "", "The members left out."),
          text("rename", "", "Members under new names: new=old."),
          text("unwrap", "", "The path to what is taken of an answer, such as data.items."),
          text(
              "format",
              "",
              "As what answers are read: json, xml, csv, text or bytes; empty is by their"
                  + " Content-Type."),
          text(
              "arrays",
              "",
              "The elements of XML that are arrays even where there is one, from the root down,"
                  + " such as items.item,items.item.tag."),
          text(
              "csvSeparator",
              ",",
              "The character between the fields of CSV, such as ; or the word tab."),
          text("deadline", "", "own: calls run their own timeout after the request's deadline."),
          flag("circuit", true, "Whether calls pass the backend's circuits."),
          flag(
              "gzip",
              true,
              "Whether answers are asked for in gzip; gzip and deflate are read in any case."),
          Key.size(
                  "backend.*.maxBody",
                  "8MiB",
                  "0B",
                  "1GiB",
                  "The longest answer that is read; a longer one is a failure.")
              .onSave(),
          integer(
              "maxConnections",
              256,
              1,
              100000,
              "Connections to each URL, shared out among the event loops, at least one each."),
          integer(
              "maxQueue", 1024, 0, 1000000, "Calls that may wait for a connection to each URL."),
          duration("queueTimeout", "500ms", "0", "1h", "How long a call waits for a connection."),
          duration(
              "connectTimeout",
              "500ms",
              "1ms",
              "10m",
              "How long connecting to one address may take."),
          duration(
              "idleTimeout", "30s", "1ms", "1d", "After that long unused a connection is closed."),
          duration(
              "maxLifetime",
              "10m",
              "1ms",
              "365d",
              "After that long a connection carries no further call."),
          text("tls.trust", "", "A PEM file of the CAs trusted in place of the JDK's."),
          text("tls.cert", "", "A PEM file with the client certificate and its chain."),
          text("tls.key", "", "A PEM file with the client certificate's PKCS#8 key."));

  /** The type of a parameter's texts, text for one without a key. */
  static Type<?> typeOf(String parameter) {
    for (var keys : List.of(KEYS, CircuitKeys.KEYS, ConcurrencyKeys.KEYS)) {
      for (var key : keys) {
        if (key.name().equals("backend.*." + parameter)) {
          return key.type();
        }
      }
    }
    return Type.TEXT;
  }
}
