package io.serai.backend;

import io.serai.json.JsonScan;
import io.serai.request.Outcome.Source;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What one call came to, before it is known who wants it.
 *
 * @param end for the figures; success is the only good one
 * @param status the backend's, 0 if none came
 * @param answer the status the client gets if the part was required
 * @param json whether body is valid JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Verdict(
    Figures.End end,
    Source source,
    int status,
    String reason,
    int answer,
    byte[] body,
    boolean json,
    @Nullable Answer from) {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  boolean isSuccess() {
    return end == Figures.End.SUCCESS;
  }

  static Verdict failed(Figures.End end, String reason, int answer) {
    return new Verdict(end, Source.LIVE, 0, reason, answer, NOTHING, false, null);
  }

  static Verdict skipped(String reason, int answer) {
    return new Verdict(
        Figures.End.REFERENCE, Source.SKIPPED, 0, reason, answer, NOTHING, false, null);
  }

  /**
   * Judges a whole answer.
   *
   * @param wantsJson whether anything but JSON is a failure
   */
  static Verdict of(Answer answer, CallOptions options, boolean wantsJson, boolean toHead) {
    int status = answer.status();
    if (options.expect().has(status)) {
      return success(answer, NULL, true);
    }
    if (status < 200 || status > 299) {
      return bad(answer, Figures.End.STATUS, "answered " + status, clientStatus(status, options));
    }
    var encoding = answer.contentEncoding();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return invalid(answer, "answered in Content-Encoding " + shown(encoding) + ", unasked");
    }
    byte[] body = answer.body();
    boolean typed = !answer.contentType().isEmpty();
    if (body.length == 0 && (toHead || status != 200 || !answer.json())) {
      return wantsJson ? success(answer, NULL, true) : success(answer, body, false);
    }
    if (!answer.json() && (typed || !wantsJson)) {
      return wantsJson
          ? invalid(answer, "answered " + shown(answer.contentType()) + " where JSON was expected")
          : success(answer, body, false);
    }
    int fault = JsonScan.checkPart(body);
    return fault == JsonScan.VALID
        ? success(answer, body, true)
        : invalid(answer, "invalid JSON at byte " + fault);
  }

  private static Verdict success(Answer answer, byte[] body, boolean json) {
    return new Verdict(
        Figures.End.SUCCESS, Source.LIVE, answer.status(), "", 200, body, json, answer);
  }

  private static Verdict invalid(Answer answer, String reason) {
    return bad(answer, Figures.End.INVALID, reason, 502);
  }

  private static Verdict bad(Answer answer, Figures.End end, String reason, int clientStatus) {
    return new Verdict(
        end, Source.LIVE, answer.status(), reason, clientStatus, NOTHING, false, answer);
  }

  /** The vocabulary, "Parts, branches, outcomes". */
  private static int clientStatus(int status, CallOptions options) {
    if (options.passStatus().has(status) && status >= 400) {
      return status;
    }
    return switch (status) {
      case 429, 503 -> 503;
      case 408, 504 -> 504;
      default -> 502;
    };
  }

  /** Short and printable, whatever a backend sent. */
  private static String shown(String value) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), 60); i++) {
      char c = value.charAt(i);
      shown.append(c > ' ' && c < 0x7F ? c : ' ');
    }
    return shown.toString();
  }

  /** What a 429 or 503 said, RFC 9110 section 10.2.3; null if nothing of use. */
  @Nullable Duration retryAfter() {
    if (from == null || from.retryAfter().isEmpty() || (status != 429 && status != 503)) {
      return null;
    }
    var text = from.retryAfter();
    try {
      if (Character.isDigit(text.charAt(0))) {
        return Duration.ofSeconds(Integer.parseInt(text));
      }
      var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      var left = Duration.between(ZonedDateTime.now(at.getZone()), at);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (NumberFormatException | DateTimeException e) {
      return null; // not worth failing for
    }
  }
}
