package io.serai.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** How long bodies hold a loop: run by hand, microseconds for each 100 KB. */
final class FormatTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FormatTimes() {}

  private interface Reading {
    byte[] read() throws Unreadable;
  }

  public static void main(String[] args) throws Unreadable {
    for (int kib : new int[] {1, 100, 1024, 7 << 10}) {
      var xml = xml(kib << 10);
      var csv = csv(kib << 10);
      time("XML to JSON", xml, () -> XmlIn.json(xml, "", ArrayPaths.NONE, 64 << 20));
      time("CSV to JSON", csv, () -> CsvIn.json(csv, "", ',', 64 << 20));
      var json = XmlIn.json(xml, "", ArrayPaths.NONE, 64 << 20);
      time("JSON to XML", json, () -> XmlOut.xml(json, "root", 64 << 20));
      time("JSON to gzip", json, () -> Packed.gzip(json));
      var packed = Packed.gzip(json);
      time("gzip to JSON", packed, () -> Packed.plain(packed, "gzip", 64 << 20));
    }
  }

  private static byte[] xml(int size) {
    var text = new StringBuilder("<items>");
    for (int i = 0; text.length() < size; i++) {
      text.append("\n  <item id=\"" + i + "\"><name>Reading lamp &amp; shade</name>");
      text.append("<price>39.90</price><tag>new</tag><tag>sale</tag></item>");
    }
    return text.append("\n</items>").toString().getBytes(UTF_8);
  }

  private static byte[] csv(int size) {
    var text = new StringBuilder("id,name,price,tag\n");
    for (int i = 0; text.length() < size; i++) {
      text.append(i).append(",\"Reading lamp, and shade\",39.90,new\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void time(String what, byte[] body, Reading reading) throws Unreadable {
    int length = 0;
    int rounds = Math.max(10, (40 << 20) / body.length);
    for (int i = 0; i < rounds; i++) {
      length = reading.read().length;
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      length = reading.read().length;
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    System.out.printf(
        Locale.ROOT,
        "%-14s %5d KiB -> %5d KiB: %8.1f us, %6.1f us for each 100 KB%n",
        what,
        body.length >> 10,
        length >> 10,
        best / 1e3,
        best / 1e3 * 102400 / body.length);
  }
}
