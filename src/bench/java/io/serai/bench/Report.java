package io.serai.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run, for people and for programs. */
record Report(
    Options options, Map<String, List<Round>> rounds, Map<String, OpenLoop.Latency> half) {

  String markdown() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Full load: %d connections, %d rounds of %d s, medians. Parts: %d bytes together.%n%n",
            options.connections(),
            options.rounds(),
            options.seconds(),
            Part.CATALOG.length() + Part.STOCK.length() + Part.REVIEWS.length()));
    text.append("| contender | µs CPU/request | ÷ nginx | ÷ raw+validate | requests/s | p50 ms ")
        .append("| p99 ms | RSS MiB |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
    rounds.forEach(
        (name, of) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %s | %s | %.0f | %.2f | %.2f | %.0f |%n",
                    name,
                    cpu(of),
                    ratio(of, "nginx"),
                    ratio(of, "raw+validate"),
                    Round.median(of, Round::perSecond),
                    Round.median(of, Round::p50) / 1000,
                    Round.median(of, Round::p99) / 1000,
                    Round.median(of, Round::rssMib))));
    text.append("\nHalf load: the same constant rate to each, latency from when a request was due.")
        .append("\n\n| target | p50 ms | p99 ms | p99.9 ms | requests |\n|---|--:|--:|--:|--:|\n");
    half.forEach(
        (name, of) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %d |%n",
                    name,
                    of.p50() / 1000,
                    of.p99() / 1000,
                    of.p999() / 1000,
                    of.requests())));
    return text.toString();
  }

  String json() throws JsonProcessingException {
    var all = new LinkedHashMap<String, Object>();
    all.put("options", options);
    all.put("java", System.getProperty("java.version"));
    all.put("fullLoad", rounds);
    all.put("halfLoad", half);
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static double cpu(List<Round> of) {
    return Round.median(of, Round::cpuMicros);
  }

  private String ratio(List<Round> of, String peer) {
    var to = rounds.get(peer);
    return to == null ? "" : String.format(Locale.ROOT, "%.2f", cpu(of) / cpu(to));
  }
}
