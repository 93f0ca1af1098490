package io.serai.launcher;

import io.serai.launcher.DemoShop.Answer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Where the demo's shop takes money: prices, payments and orders, and the reservations that stock
 * keeps for them. Payments declines whoever wants 13.
 */
final class DemoTill {
  private static final Pattern SKU = Pattern.compile("\"sku\"\\s*:\\s*\"(\\w{1,20})\"");
  private static final Pattern QUOTE = Pattern.compile("\"quote\"\\s*:\\s*\"(q-\\w{1,20})\"");
  private static final Pattern RESERVATION = Pattern.compile("/reservations/(q-\\w{1,20})");

  private static final int MOST = 1000;
  private static final Set<String> RESERVED = ConcurrentHashMap.newKeySet();

  private DemoTill() {}

  /** {@code POST /quotes}, {@code POST /charges}, {@code POST /orders}. */
  static Answer answer(String method, String path, String query, String body) {
    var sku = SKU.matcher(body);
    var quote = QUOTE.matcher(body);
    if (!method.equals("POST")) {
      return new Answer(405, "{\"error\":\"POST, please\"}", 0);
    }
    return switch (path) {
      case "/quotes" ->
          sku.find()
              ? new Answer(200, "{\"quoteId\":\"q-%s\",\"total\":49.00}".formatted(sku.group(1)), 0)
              : new Answer(422, "{\"error\":\"no lines\"}", 0);
      case "/charges" -> {
        if (!quote.find()) {
          yield new Answer(422, "{\"error\":\"no quote\"}", 0);
        }
        yield quote.group(1).equals("q-13")
            ? new Answer(402, "{\"error\":\"declined\"}", 0)
            : new Answer(200, "{\"charged\":\"%s\"}".formatted(quote.group(1)), 0);
      }
      case "/orders" ->
          sku.find()
              ? new Answer(201, "{\"order\":\"o-%s\"}".formatted(sku.group(1)), 0)
              : new Answer(422, "{\"error\":\"no lines\"}", 0);
      default -> new Answer(404, "{\"error\":\"no such thing\"}", 0);
    };
  }

  /** {@code GET}, {@code PUT} and {@code DELETE /reservations/{quote}}. */
  static Answer reservation(String method, String path) {
    var match = RESERVATION.matcher(path);
    if (!match.matches()) {
      return none();
    }
    var id = match.group(1);
    return switch (method) {
      case "PUT" -> {
        if (RESERVED.size() >= MOST) {
          RESERVED.clear();
        }
        RESERVED.add(id);
        yield found(id);
      }
      case "DELETE" -> RESERVED.remove(id) ? found(id) : none();
      default -> RESERVED.contains(id) ? found(id) : none();
    };
  }

  private static Answer found(String id) {
    return new Answer(200, "{\"reservation\":\"%s\"}".formatted(id), 0);
  }

  private static Answer none() {
    return new Answer(404, "{\"error\":\"no such reservation\"}", 0);
  }
}
