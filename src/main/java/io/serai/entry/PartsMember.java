package io.serai.entry;

import io.serai.json.JsonPath;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import io.serai.json.Splice;
import io.serai.request.Outcome;
import io.serai.request.Parts;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How the parts of an answer ended, as a last member {@code _parts} of its JSON object: an array
 * with an object for each name, in the order of their ends. The rest of the body is not touched.
 *
 * <pre>
 * {"name":"reviews","status":500,"ms":12.4,"source":"fallback","attempts":2,"reason":"answered 500"}
 * {"name":"seller","count":40,"failed":2,"ms":31.0,"attempts":41,"reason":"timeout after 300ms"}
 * </pre>
 */
final class PartsMember {
  private static final JsonPath MEMBER = JsonPath.of("_parts");
  private static final byte[] PARTS = Splice.name("_parts");
  private static final byte[] NAME = Splice.name("name");
  private static final byte[] COUNT = Splice.name("count");
  private static final byte[] FAILED = Splice.name("failed");
  private static final byte[] STATUS = Splice.name("status");
  private static final byte[] MS = Splice.name("ms");
  private static final byte[] SOURCE = Splice.name("source");
  private static final byte[] ATTEMPTS = Splice.name("attempts");
  private static final byte[] REASON = Splice.name("reason");
  private static final byte[] BODY = Splice.name("body");

  private PartsMember() {}

  /**
   * The body with the member in front of its last brace; the very same body if it isn't a JSON
   * object, or has a member of that name already.
   */
  static byte[] into(byte[] body, List<Outcome> parts, List<Parts.Sum> sums) {
    int brace = lastBrace(body);
    if (brace < 0
        || JsonScan.kind(body) != JsonScan.Kind.OBJECT
        || JsonScan.check(body) != JsonScan.VALID
        || MEMBER.find(body) != null) {
      return body;
    }
    var member = new Splice(body.length + 96 * (parts.size() + sums.size()) + 16);
    member.add(body, 0, brace);
    if (!JsonScan.isEmpty(body)) {
      member.add(',');
    }
    member.add(PARTS).add('[');
    boolean first = true;
    for (int i = 0; i < parts.size(); i++) {
      if (Report.isNamed(parts, i) && Report.isFirst(parts, i)) {
        if (!first) {
          member.add(',');
        }
        first = false;
        part(member, parts, i);
      }
    }
    for (var sum : sums) {
      if (!first) {
        member.add(',');
      }
      first = false;
      sum(member, sum);
    }
    return member.add(']').add(body, brace, body.length - brace).bytes();
  }

  private static void part(Splice member, List<Outcome> parts, int at) {
    var outcome = parts.get(at);
    int count = 0;
    int failed = 0;
    int attempts = 0;
    var reason = "";
    for (int i = at; i < parts.size(); i++) {
      var one = parts.get(i);
      if (one.part().equals(outcome.part())) {
        count++;
        failed += Report.isFailure(one) ? 1 : 0;
        attempts += one.attempts();
        reason = reason.isEmpty() ? one.reason() : reason;
      }
    }
    long nanos = Report.longest(parts, at);
    if (count > 1) {
      sum(member, new Parts.Sum(outcome.part(), count, failed, nanos, attempts, reason));
      return;
    }
    member.add('{').member(NAME, JsonText.quote(outcome.part()));
    how(member, outcome, nanos);
    end(member, attempts, reason);
  }

  private static void how(Splice member, Outcome outcome, long nanos) {
    if (outcome.status() > 0) {
      member.member(STATUS, number(outcome.status()));
    }
    member.member(MS, millis(nanos));
    member.member(SOURCE, JsonText.quote(Report.source(outcome.source())));
  }

  /**
   * One part by itself, with what it came to as a last member {@code body}, if that is anything.
   *
   * @param how whether it is told how it ended
   */
  static byte[] line(Outcome outcome, byte[] json, boolean how) {
    var line = new Splice(json.length + 128).add('{').member(NAME, JsonText.quote(outcome.part()));
    if (how) {
      how(line, outcome, outcome.nanos());
      line.member(ATTEMPTS, number(outcome.attempts()));
      if (!outcome.reason().isEmpty()) {
        line.member(REASON, JsonText.quote(outcome.reason()));
      }
    }
    if (json.length > 0) {
      line.member(BODY, json);
    }
    return line.add('}').bytes();
  }

  /** How all of it ended. */
  static byte[] last(int status, long nanos, boolean how) {
    var line = new Splice(64).add('{').member(STATUS, number(status));
    if (how) {
      line.member(MS, millis(nanos));
    }
    return line.add('}').bytes();
  }

  private static void sum(Splice member, Parts.Sum sum) {
    member.add('{').member(NAME, JsonText.quote(sum.part()));
    member.member(COUNT, number(sum.count())).member(FAILED, number(sum.failed()));
    member.member(MS, millis(sum.nanos()));
    end(member, sum.attempts(), sum.reason());
  }

  private static void end(Splice member, int attempts, String reason) {
    member.member(ATTEMPTS, number(attempts));
    if (!reason.isEmpty()) {
      member.member(REASON, JsonText.quote(reason));
    }
    member.add('}');
  }

  private static byte[] millis(long nanos) {
    long tenths = nanos / 100_000;
    return ascii(tenths / 10 + "." + tenths % 10);
  }

  /** Where the last brace stands if nothing but space follows it, else -1. */
  private static int lastBrace(byte[] body) {
    int at = body.length - 1;
    while (at > 0 && body[at] <= ' ' && body[at] >= 0) {
      at--;
    }
    return at > 0 && body[at] == '}' ? at : -1;
  }

  private static byte[] number(long number) {
    return ascii(Long.toString(number));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
