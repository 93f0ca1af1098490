package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Prints how long a scan and a look-up take on a typical 2.7 KB answer; no test. */
final class JsonTimes {
  private JsonTimes() {}

  public static void main(String[] arguments) {
    var compact = typical("");
    var indented = typical("\n        ");
    var accents = typical("").replace("word ", "wörd ");
    time("scan, compact", compact, JsonScan::check);
    time("scan, indented", indented, JsonScan::check);
    time("scan, accents", accents, JsonScan::check);
    var path = JsonPath.of("items.11.sku");
    time("find items.11.sku", compact, text -> path.find(text) == null ? 0 : 1);
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
    var text = document.getBytes(UTF_8);
    long sum = 0;
    for (int round = 0; round < 8; round++) {
      long start = System.nanoTime();
      for (int k = 0; k < 50_000; k++) {
        sum += work.on(text);
      }
      long nanos = (System.nanoTime() - start) / 50_000;
      if (round == 7) {
        System.out.printf("%-20s %5d bytes %6d ns (%d)%n", name, text.length, nanos, sum);
      }
    }
  }
}
