package io.serai.testing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One answer of {@code /metrics} in the text format 0.0.4, read as strictly as {@code promtool
 * check metrics} reads it: what isn't right is an {@link AssertionError} that shows the line.
 */
public final class Scrape {
  private static final Pattern META =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)( -?\\d+)?");
  private static final Pattern LABELS =
      Pattern.compile("\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*}");
  private static final Pattern NO_BASE_UNIT =
      Pattern.compile(
          ".*_(milliseconds|millis|ms|microseconds|micros|nanoseconds|nanos|minutes|hours|days"
              + "|kilobytes|megabytes|kb|mb|kib|mib|percent)(_.*)?");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Double> series = new LinkedHashMap<>();
  private String family = "";

  private Scrape() {}

  public static Scrape of(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line doesn't end");
    }
    var scrape = new Scrape();
    text.lines().filter(line -> !line.isBlank()).forEach(scrape::line);
    scrape.histograms();
    return scrape;
  }

  /** Every series that only ever grows: counters, and buckets, counts and sums of histograms. */
  public Map<String, Double> growing() {
    var growing = new TreeMap<String, Double>();
    series.forEach(
        (name, value) -> {
          var type = types.get(familyOf(name));
          if ("counter".equals(type) || "histogram".equals(type)) {
            growing.put(name, value);
          }
        });
    return growing;
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      var meta = META.matcher(line);
      must(meta.matches(), "neither HELP nor TYPE", line);
      begin(meta.group(2), line);
      if (meta.group(1).equals("HELP")) {
        must(helped.add(family), "HELP twice", line);
      } else {
        must(TYPES.contains(meta.group(3)), "no type", line);
        must(types.put(family, meta.group(3)) == null, "TYPE twice", line);
        name(meta.group(3), line);
      }
      return;
    }
    var sample = SAMPLE.matcher(line);
    must(sample.matches(), "no sample", line);
    var labels = sample.group(2) == null ? "" : sample.group(2);
    must(labels.isEmpty() || LABELS.matcher(labels).matches(), "wrong labels", line);
    must(familyOf(sample.group(1)).equals(family), "a sample outside its family", line);
    must(types.containsKey(family) && helped.contains(family), "no TYPE and HELP before", line);
    var value = Double.valueOf(sample.group(3).replace("Inf", "Infinity"));
    must(series.put(sample.group(1) + labels, value) == null, "a series twice", line);
  }

  private void begin(String name, String line) {
    if (!name.equals(family)) {
      must(ended.add(name), "a family in two places", line);
      family = name;
    }
  }

  private void name(String type, String line) {
    must(type.equals("counter") == family.endsWith("_total"), "_total is for counters", line);
    must(!NO_BASE_UNIT.matcher(family).matches(), "no base unit", line);
  }

  private String familyOf(String series) {
    int labels = series.indexOf('{');
    var name = labels < 0 ? series : series.substring(0, labels);
    for (var suffix : new String[] {"_bucket", "_count", "_sum"}) {
      if (name.endsWith(suffix)) {
        var whole = name.substring(0, name.length() - suffix.length());
        var type = types.get(whole);
        if ("histogram".equals(type) || ("summary".equals(type) && !suffix.equals("_bucket"))) {
          return whole;
        }
      }
    }
    return name;
  }

  /** Buckets rise, and the last one is the count. */
  private void histograms() {
    var below = new LinkedHashMap<String, Double>();
    series.forEach(
        (name, value) -> {
          int le = name.indexOf("le=\"");
          if (name.contains("_bucket{") && le >= 0) {
            var rest = name.substring(0, le) + name.substring(name.indexOf('"', le + 4) + 1);
            var before = below.put(rest, value);
            must(before == null || before <= value, "a bucket below the one before", name);
            if (name.startsWith("+Inf", le + 4)) {
              var count = name.substring(0, le).replace("_bucket{", "_count{");
              var bare = count.replaceAll(",?$", "") + "}";
              must(value.equals(series.get(bare.replace("{}", ""))), "not the count", name);
            }
          }
        });
  }

  private static void must(boolean holds, String otherwise, String line) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + line);
    }
  }
}
