package io.serai.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The demo's backends: catalog, stock and reviews, each a small server on the loopback, and one for
 * pricing, payments and orders. They end with the process.
 */
final class DemoBackends {
  /** As the tutorial has it; taken ones are replaced by any that are free. */
  private static final int FIRST_PORT = 9081;

  /** What one of them sells. */
  private interface Shop {
    DemoShop.Answer answer(String method, String path, String query, String body);
  }

  private DemoBackends() {}

  /** Starts them; the settings that point at them. */
  static Map<String, String> start() {
    return start(FIRST_PORT, FIRST_PORT + 1, FIRST_PORT + 2, FIRST_PORT + 3);
  }

  /** Leaves the known ports to others. */
  static Map<String, String> startAnywhere() {
    return start(0, 0, 0, 0);
  }

  private static Map<String, String> start(int catalog, int stock, int reviews, int till) {
    // Headers and body go out in two writes, which Nagle's algorithm would hold apart for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var settings = new LinkedHashMap<String, String>();
    settings.put("backend.catalog.url", serve("catalog", catalog, 8, 300, DemoShop::catalog));
    settings.put("backend.stock.url", serve("stock", stock, 15, 10, DemoShop::stock));
    settings.put("backend.reviews.url", serve("reviews", reviews, 25, 60, DemoShop::reviews));
    var tillUrl = serve("till", till, 10, 0, DemoTill::answer);
    for (var name : List.of("pricing", "payments", "orders")) {
      settings.put("backend." + name + ".url", tillUrl);
    }
    return settings;
  }

  private static String serve(String name, int port, int millis, int maxAge, Shop shop) {
    try {
      var server = server(port);
      server.setExecutor(
          Executors.newCachedThreadPool(
              task -> {
                var thread = new Thread(task, "demo-" + name);
                thread.setDaemon(true);
                return thread;
              }));
      server.createContext("/", exchange -> handle(exchange, millis, maxAge, shop));
      server.start();
      return "http://127.0.0.1:" + server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException("demo backend " + name, e);
    }
  }

  private static HttpServer server(int port) throws IOException {
    var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      return HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (BindException e) {
      return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    }
  }

  private static void handle(HttpExchange exchange, int millis, int maxAge, Shop shop)
      throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var uri = exchange.getRequestURI();
      var query = uri.getQuery() == null ? "" : uri.getQuery();
      var answer = shop.answer(exchange.getRequestMethod(), uri.getPath(), query, body);
      TimeUnit.MILLISECONDS.sleep(millis + answer.moreMillis());
      var bytes = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type(uri.getPath(), answer.text()));
      exchange.getResponseHeaders().set("Cache-Control", "max-age=" + maxAge);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String type(String path, String text) {
    return text.startsWith("<")
        ? "application/xml"
        : path.endsWith(".csv") ? "text/csv" : "application/json";
  }
}
