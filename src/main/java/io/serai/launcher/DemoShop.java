package io.serai.launcher;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo's backends know. Numbers from 1 to 999 are items; some behave badly, so that there
 * is something to see: 13 isn't in stock's books; reviews of 7 are slow, those of 8 an error, those
 * of 11 torn JSON.
 */
final class DemoShop {
  private static final int SLOW_MILLIS = 2_000;
  private static final Pattern NUMBER = Pattern.compile("/[a-z]+/([1-9][0-9]{0,2})");
  private static final Pattern ORDER =
      Pattern.compile(
          "\\{\\s*\"sku\"\\s*:\\s*\"(\\w+)\"\\s*,\\s*\"quantity\"\\s*:\\s*(\\d{1,4})\\s*}");
  private static final Pattern FIND =
      Pattern.compile("\\{\\s*\"ids\"\\s*:\\s*\\[([\\w\",\\s]*)]\\s*}");
  private static final Pattern RESERVATION = Pattern.compile("/reservations/r-\\w+-\\d+");

  private static final List<String> NAMES =
      List.of("Desk lamp", "Floor lamp", "Reading lamp", "Clip lamp", "Wall lamp");
  private static final List<String> PRICES = List.of("24.50", "129.00", "39.90", "19.00", "64.00");

  /**
   * One answer.
   *
   * @param text JSON as a rule, XML and CSV for those who want to see such
   * @param moreMillis beyond what the backend always takes
   */
  record Answer(int status, String text, int moreMillis) {}

  private DemoShop() {}

  /**
   * {@code GET /items/{id}}, {@code GET /items?id=1,2}, {@code POST /items/find} with {@code
   * {"ids":["1","2"]}}, {@code GET /makers/{maker}}, {@code GET /orders/{customer}} and {@code GET
   * /sheets/{id}} in XML.
   */
  static Answer catalog(String method, String path, String query, String body) {
    if (path.equals("/makers/lumen")) {
      return found("{\"id\":\"lumen\",\"name\":\"Lumen & Sons\",\"country\":\"DK\"}");
    }
    if (path.equals("/items") && query.startsWith("id=")) {
      return found(items(query.substring(3)));
    }
    var find = FIND.matcher(body.strip());
    if (path.equals("/items/find") && method.equals("POST") && find.matches()) {
      return found("{\"items\":" + items(find.group(1).replaceAll("[\"\\s]", "")) + "}");
    }
    int customer = number("/orders/", path);
    if (customer > 0) {
      return found(
          "{\"customer\":\"%d\",\"lines\":[%s,%s,%s,%s]}"
              .formatted(customer, line("42", 1), line("7", 2), line("42", 3), line("0", 1)));
    }
    int sheet = number("/sheets/", path);
    if (sheet > 0) {
      return found(
          "<sheet sku=\"%d\"><watt>%d</watt><colour>white</colour></sheet>"
              .formatted(sheet, sheet % 20 + 4));
    }
    int id = number("/items/", path);
    return id == 0 ? none("item") : found(item(id));
  }

  private static String line(String sku, int quantity) {
    return "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity);
  }

  private static String items(String ids) {
    var items = new StringJoiner(",", "[", "]");
    for (var each : ids.split(",", -1)) {
      int id = number("/items/", "/items/" + each);
      if (id > 0) {
        items.add(item(id));
      }
    }
    return items.toString();
  }

  private static String item(int id) {
    return "{\"id\":\"%d\",\"name\":\"%s\",\"price\":%s,\"currency\":\"EUR\",\"maker\":\"lumen\"}"
        .formatted(id, NAMES.get(id % NAMES.size()), PRICES.get(id % PRICES.size()));
  }

  /**
   * {@code GET /levels/{id}}, {@code GET /levels.csv}, {@code GET /warehouses/{name}}, {@code POST
   * /reservations}, {@code DELETE /reservations/{reservation}}; {@link DemoTill#reservation}.
   */
  static Answer stock(String method, String path, String query, String body) {
    if (path.equals("/reservations") && method.equals("POST")) {
      return reserve(ORDER.matcher(body.strip()));
    }
    if (RESERVATION.matcher(path).matches() && method.equals("DELETE")) {
      return found("{\"reservation\":\"" + path.substring("/reservations/".length()) + "\"}");
    }
    if (path.startsWith("/reservations/")) {
      return DemoTill.reservation(method, path);
    }
    if (path.equals("/levels.csv")) {
      return found("sku,available\r\n42,7\r\n7,12\r\n");
    }
    if (path.equals("/warehouses/north")) {
      return found("{\"id\":\"north\",\"city\":\"Aarhus\",\"openUntil\":\"18:00\"}");
    }
    int id = number("/levels/", path);
    return id == 0 || id == 13
        ? none("level")
        : found("{\"available\":%d,\"warehouse\":\"north\"}".formatted(id % 10 + 5));
  }

  private static Answer reserve(Matcher order) {
    if (!order.matches()) {
      return new Answer(400, "{\"error\":\"a sku and a quantity, please\"}", 0);
    }
    var sku = order.group(1);
    int quantity = Integer.parseInt(order.group(2));
    return quantity > 5
        ? new Answer(409, "{\"error\":\"not that many\"}", 0)
        : new Answer(
            201,
            "{\"reservation\":\"r-%s-%d\",\"sku\":\"%s\",\"quantity\":%d}"
                .formatted(sku, quantity, sku, quantity),
            0);
  }

  /** {@code GET /of/{id}}; {@code limit=1} for the first only. */
  static Answer reviews(String method, String path, String query, String body) {
    int id = number("/of/", path);
    if (id == 0) {
      return none("item");
    }
    if (id == 8) {
      return new Answer(500, "{\"error\":\"the index is gone\"}", 0);
    }
    if (id == 11) {
      return found("[{\"stars\":5,\"text\":\"It broke off in the");
    }
    var first = "{\"stars\":5,\"text\":\"Bright and quiet.\"}";
    var second = "{\"stars\":3,\"text\":\"The cable is short.\"}";
    var json = query.contains("limit=1") ? "[" + first + "]" : "[" + first + "," + second + "]";
    return new Answer(200, json, id == 7 ? SLOW_MILLIS : 0);
  }

  /** The number behind the prefix, 0 if there is none. */
  private static int number(String prefix, String path) {
    var match = NUMBER.matcher(path);
    return path.startsWith(prefix) && match.matches() ? Integer.parseInt(match.group(1)) : 0;
  }

  private static Answer found(String json) {
    return new Answer(200, json, 0);
  }

  private static Answer none(String what) {
    return new Answer(404, "{\"error\":\"no such " + what + "\"}", 0);
  }
}
