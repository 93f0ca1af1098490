package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/** Prints how long a scan, a look-up and a shape take on a typical 2.7 KB answer; no test. */
final class JsonTimes {
  private JsonTimes() {}

  /** Of this thread alone, so that a busy machine counts little. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  public static void main(String[] arguments) {
    var compact = typical("");
    var indented = typical("\n        ");
    var accents = typical("").replace("word ", "wörd ");
    time("scan, compact", compact, JsonScan::check);
    time("scan, indented", indented, JsonScan::check);
    time("scan, accents", accents, JsonScan::check);
    var path = JsonPath.of("items.11.sku");
    time("find items.11.sku", compact, text -> path.find(text) == null ? 0 : 1);
    var skus = JsonPath.of("items[].sku");
    time("distinct items[].sku", compact, text -> skus.distinct(text).size());
    shape("pick 3 of 7", compact, Shape.of("items[].sku,items[].title,items[].stock", "", "", ""));
    shape("pick items", compact, Shape.of("items", "", "", ""));
    shape("drop description", compact, Shape.of("", "items[].description", "", ""));
    shape("drop what isn't there", compact, Shape.of("", "internal", "", ""));
    shape("rename", compact, Shape.of("", "", "items[].id=items[].sku", ""));
    shape("unwrap", compact, Shape.of("", "", "", "items"));
    var two = List.of(compact.getBytes(UTF_8), compact.getBytes(UTF_8));
    time("concat 2", compact, text -> length(() -> JsonConcat.of(two)));
    join();
  }

  private static void shape(String name, String document, Shape shape) {
    time(name, document, text -> length(() -> shape.apply(text)));
  }

  private static void join() {
    var left = new StringBuilder("[");
    var right = new StringBuilder("[");
    for (int k = 0; k < 1_000; k++) {
      left.append(k > 0 ? "," : "")
          .append("{\"n\":\"an order\",\"sellerId\":")
          .append(k)
          .append('}');
      right.append(k > 0 ? "," : "").append("{\"id\":").append(999 - k).append(",\"name\":\"x\"}");
    }
    var lookedUp = List.of(right.append(']').toString().getBytes(UTF_8));
    var join = JsonJoin.of("[]", "sellerId = id", "seller");
    time(
        "join 1000 to 1000",
        left.append(']').toString(),
        1_000,
        text -> length(() -> join.join(text, lookedUp, 1_000_000)));
  }

  private interface Operation {
    byte[] run() throws JsonProblem;
  }

  private static int length(Operation operation) {
    try {
      return operation.run().length;
    } catch (JsonProblem e) {
      throw new IllegalStateException(e);
    }
  }

  private static String typical(String indent) {
    var text = new StringBuilder("{\"items\":[");
    for (int k = 0; k < 12; k++) {
      text.append(k > 0 ? "," : "").append(indent).append('{');
      text.append(indent).append("\"sku\":\"SKU-00").append(k).append("\",");
      text.append(indent).append("\"title\":\"A title of five word or so\",");
      text.append(indent).append("\"description\":\"word word word word ");
      text.append("word word word word word word word word\",");
      text.append(indent).append("\"price\":{\"amount\":1").append(k).append(".95,");
      text.append("\"currency\":\"EUR\"},\"stock\":").append(k * 17);
      text.append(",\"available\":true,\"rating\":4.5}");
    }
    return text.append("]}").toString();
  }

  private interface Work {
    int on(byte[] text);
  }

  private static void time(String name, String document, Work work) {
    time(name, document, 20_000, work);
  }

  /** The median of rounds after a warm-up. */
  private static void time(String name, String document, int times, Work work) {
    var text = document.getBytes(UTF_8);
    long sum = 0;
    var nanos = new long[21];
    for (int round = -6; round < nanos.length; round++) {
      long start = CLOCK.getCurrentThreadCpuTime();
      for (int k = 0; k < times; k++) {
        sum += work.on(text);
      }
      nanos[Math.max(round, 0)] = (CLOCK.getCurrentThreadCpuTime() - start) / times;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-22s %6d bytes %7d ns, least %7d (%d)%n", name, text.length, nanos[10], nanos[0], sum);
  }
}
