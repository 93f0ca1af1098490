package io.serai.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Three small services for the demo, on port 9081 of loopback or any free one: {@code
 * /catalog/items/{id}}, {@code /stock/levels/{id}} and {@code /reviews/of/{id}}. They know the
 * products 1 to 99; some have a fault, so that one sees what becomes of it:
 *
 * <ul>
 *   <li>7: reviews take 3 s
 *   <li>11: reviews are broken JSON
 *   <li>13: stock doesn't know it, 404
 *   <li>17: catalog fails, 500
 * </ul>
 */
final class DemoBackends implements AutoCloseable {
  private static final int PORT = 9081;
  private static final int CATALOG_MILLIS = 8;
  private static final int STOCK_MILLIS = 4;
  private static final int REVIEWS_MILLIS = 15;
  private static final int SLOW_MILLIS = 3_000;

  static {
    // Else every answer on a kept connection waits 40 ms for the other side's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private record Reply(int status, int afterMillis, String json) {}

  /** One of the services. */
  private interface Service {
    Reply answer(int product);
  }

  private final HttpServer server;
  private final ScheduledThreadPoolExecutor threads;

  private DemoBackends(HttpServer server) {
    this.server = server;
    threads =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              var thread = new Thread(task, "demo-backends");
              thread.setDaemon(true);
              return thread;
            });
  }

  static DemoBackends start() throws IOException {
    var demo = new DemoBackends(bind());
    demo.serve("/catalog/items/", DemoBackends::catalog);
    demo.serve("/stock/levels/", DemoBackends::stock);
    demo.serve("/reviews/of/", DemoBackends::reviews);
    demo.server.setExecutor(demo.threads);
    demo.server.start();
    return demo;
  }

  /** On the port that the tutorial and {@code demo.properties} name, unless it is taken. */
  private static HttpServer bind() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try {
      return HttpServer.create(new InetSocketAddress(loopback, PORT), 0);
    } catch (BindException taken) {
      return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    }
  }

  /** What points the demo's routes at them. */
  Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    for (var name : new String[] {"catalog", "stock", "reviews"}) {
      settings.put(
          "backend." + name + ".url",
          "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }
    return settings;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(String path, Service service) {
    server.createContext(
        path,
        exchange -> {
          var rest = exchange.getRequestURI().getPath().substring(path.length());
          var known = rest.matches("[1-9][0-9]?");
          var reply =
              known
                  ? service.answer(Integer.parseInt(rest))
                  : new Reply(404, 1, "{\"error\":\"no product " + safe(rest) + "\"}");
          threads.schedule(() -> send(exchange, reply), reply.afterMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private static void send(HttpExchange exchange, Reply reply) {
    var body = reply.json().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException gone) {
      // Whoever asked didn't wait: that is what the slow one is for.
    }
  }

  private static Reply catalog(int product) {
    if (product == 17) {
      return new Reply(500, CATALOG_MILLIS, "{\"error\":\"the catalog lost a page\"}");
    }
    return new Reply(
        200,
        CATALOG_MILLIS,
        """
        {"id":"%d","name":"%s","price":{"amount":%d.90,"currency":"EUR"},"colours":["black","sky"]}"""
            .formatted(product, name(product), 10 + product % 40));
  }

  private static Reply stock(int product) {
    if (product == 13) {
      return new Reply(404, STOCK_MILLIS, "{\"error\":\"no product 13\"}");
    }
    return new Reply(
        200,
        STOCK_MILLIS,
        """
        {"available":%d,"warehouse":"%s","nextDelivery":"%s"}"""
            .formatted(product % 12 + 1, product % 2 == 0 ? "Leipzig" : "Lyon", "2026-12-01"));
  }

  private static Reply reviews(int product) {
    if (product == 11) {
      return new Reply(200, REVIEWS_MILLIS, "[{\"stars\":5,\"text\":\"It broke off in the");
    }
    return new Reply(
        200,
        product == 7 ? SLOW_MILLIS : REVIEWS_MILLIS,
        """
        [{"by":"Ingrid","stars":%d,"text":"Not a dent in three weeks."},\
        {"by":"Tom\u00e1s","stars":4,"text":"Sturdy and honest."}]"""
            .formatted(3 + product % 3));
  }

  private static String name(int product) {
    var things = new String[] {"Enamel kettle", "Storm lantern", "Folding stool", "Tin cup"};
    return things[product % things.length];
  }

  /** A path may hold anything; it goes into JSON. */
  private static String safe(String text) {
    return text.replaceAll("[^A-Za-z0-9/_-]", "");
  }
}
