package io.serai.entry;

import io.serai.request.ErrorType;
import io.serai.request.Outcome;
import io.serai.request.Outcome.Source;
import io.serai.request.Outcome.Verdict;
import io.serai.request.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * How the parts of an answer ended, as {@code Proxy-Status} (RFC 9209) and {@code Server-Timing}:
 * parts by name, never hosts; parts of one name, a split's, summed; 2 KiB together at most.
 */
final class Report {
  private static final int MOST = 2048;

  private Report() {}

  /** Both headers, names and values in turn. */
  static List<String> lines(List<Outcome> parts, List<Parts.Sum> sums, long nanos) {
    var head = Scratch.clean();
    write(head, parts, sums, nanos);
    var lines = new ArrayList<String>(4);
    head.text()
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              lines.add(line.substring(0, colon));
              lines.add(line.substring(colon + 2));
            });
    return lines;
  }

  /** Appends both header lines. */
  static void write(Scratch head, List<Outcome> parts, List<Parts.Sum> sums, long nanos) {
    int limit = head.length() + MOST;
    boolean first = true;
    for (int i = 0; i < parts.size(); i++) {
      if (isNamed(parts, i) && isFirst(parts, i)) {
        int before = head.length();
        head.put(first ? "Proxy-Status: " : ", ");
        status(head, parts, i);
        // Half of the room each: neither header crowds the other out.
        if (head.length() > limit - MOST / 2) {
          head.cutTo(before);
          break;
        }
        first = false;
      }
    }
    for (var sum : sums) {
      int before = head.length();
      head.put(first ? "Proxy-Status: " : ", ");
      name(head, sum.part());
      count(head, sum.count(), sum.failed());
      if (head.length() > limit - MOST / 2) {
        head.cutTo(before);
        break;
      }
      first = false;
    }
    if (!first) {
      head.put("\r\n");
    }
    head.put("Server-Timing: total");
    duration(head, nanos);
    for (int i = 0; i < parts.size(); i++) {
      if (isNamed(parts, i) && isFirst(parts, i) && Chars.isToken(parts.get(i).part())) {
        int before = head.length();
        head.put(", ").put(parts.get(i).part());
        duration(head, longest(parts, i));
        if (head.length() > limit - 4) {
          head.cutTo(before);
          break;
        }
      }
    }
    for (var sum : sums) {
      int before = head.length();
      if (Chars.isToken(sum.part())) {
        head.put(", ").put(sum.part());
        duration(head, sum.nanos());
      }
      if (head.length() > limit - 4) {
        head.cutTo(before);
        break;
      }
    }
    head.put("\r\n");
  }

  private static void count(Scratch head, int count, int failed) {
    head.put(";count=").put(count);
    if (failed > 0) {
      head.put(";failed=").put(failed);
    }
  }

  private static void status(Scratch head, List<Outcome> parts, int at) {
    var outcome = parts.get(at);
    name(head, outcome.part());
    int count = 0;
    int failed = 0;
    for (int i = at; i < parts.size(); i++) {
      if (parts.get(i).part().equals(outcome.part())) {
        count++;
        failed += isFailure(parts.get(i)) ? 1 : 0;
      }
    }
    if (count > 1) {
      count(head, count, failed);
      return;
    }
    if (outcome.status() > 0) {
      head.put(";received-status=").put(outcome.status());
    }
    if (outcome.source() != Source.LIVE) {
      head.put(";source=").put(source(outcome.source()));
    }
    if (outcome.verdict() == Verdict.IGNORED) {
      head.put(";cancelled");
    } else if (!outcome.isSuccess() || outcome.source() == Source.FALLBACK) {
      error(head, outcome);
    }
  }

  private static void error(Scratch head, Outcome outcome) {
    var type = type(outcome);
    if (type != ErrorType.NONE) {
      head.put(";error=").put(type.text());
    }
    if (!outcome.reason().isEmpty()) {
      head.put(";details=\"");
      quoted(head, outcome.reason());
      head.put('"');
    }
  }

  /** What the steps of a route came to is no call, and says no more than the status it gave. */
  private static ErrorType type(Outcome outcome) {
    if (outcome.error() != ErrorType.NONE || outcome.status() > 0 || !isFailure(outcome)) {
      return outcome.error();
    }
    return switch (outcome.answer()) {
      case 504 -> ErrorType.HTTP_RESPONSE_TIMEOUT;
      case 503 -> ErrorType.DESTINATION_UNAVAILABLE;
      default -> ErrorType.PROXY_INTERNAL_ERROR;
    };
  }

  /** What was skipped was not to be had, and nobody is to blame. */
  static boolean isFailure(Outcome outcome) {
    return outcome.verdict() == Verdict.FAILURE && outcome.source() != Source.SKIPPED;
  }

  static String source(Source source) {
    return switch (source) {
      case LIVE -> "live";
      case CACHE -> "cache";
      case STALE -> "stale";
      case FALLBACK -> "fallback";
      case SKIPPED -> "skipped";
    };
  }

  /** A token of RFC 8941, or else a string. */
  private static void name(Scratch head, String part) {
    char first = part.charAt(0);
    if (Chars.isToken(part)
        && (first == '*' || (Chars.lower(first) >= 'a' && Chars.lower(first) <= 'z'))) {
      head.put(part);
    } else {
      head.put('"');
      quoted(head, part);
      head.put('"');
    }
  }

  private static void quoted(Scratch head, String text) {
    for (int i = 0; i < Math.min(text.length(), 128); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        head.put('\\');
      }
      head.put(c >= 0x20 && c < 0x7f ? c : '?');
    }
  }

  /** In milliseconds with one decimal. */
  private static void duration(Scratch head, long nanos) {
    long tenths = nanos / 100_000;
    head.put(";dur=").put(tenths / 10).put('.').put(tenths % 10);
  }

  static long longest(List<Outcome> parts, int at) {
    long longest = 0;
    for (int i = at; i < parts.size(); i++) {
      if (parts.get(i).part().equals(parts.get(at).part())) {
        longest = Math.max(longest, parts.get(i).nanos());
      }
    }
    return longest;
  }

  static boolean isNamed(List<Outcome> parts, int at) {
    return !parts.get(at).part().isEmpty();
  }

  static boolean isFirst(List<Outcome> parts, int at) {
    var name = parts.get(at).part();
    for (int i = 0; i < at; i++) {
      if (parts.get(i).part().equals(name)) {
        return false;
      }
    }
    return true;
  }
}
