package io.serai.entry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.serai.request.ProblemDocument;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request gets that is turned away: a problem document of which all but the id is made
 * beforehand, and a time to come back that isn't everybody's.
 */
final class ShedAnswer {
  private static final int SPREAD = 3;
  private static final byte[] END = {'"', '}'};

  private final Map<Shed, byte[]> beginnings = new EnumMap<>(Shed.class);
  private final int soonest;

  /**
   * Makes them ready.
   *
   * @param soonest the shortest time to come back; the longest is three times as long
   */
  ShedAnswer(Duration soonest) {
    this.soonest = Math.toIntExact(soonest.toSeconds());
    for (var reason : Shed.values()) {
      // The id is its last member.
      var whole = new ProblemDocument(503, "Service Unavailable", reason.detail(), "").json();
      beginnings.put(reason, Arrays.copyOf(whole, whole.length - END.length));
    }
  }

  /** For the request of that id, which is of safe characters. */
  Answer to(Shed reason, String id) {
    var beginning = Objects.requireNonNull(beginnings.get(reason));
    int length = beginning.length + id.length();
    var body = Arrays.copyOf(beginning, length + END.length);
    System.arraycopy(id.getBytes(ISO_8859_1), 0, body, beginning.length, id.length());
    System.arraycopy(END, 0, body, length, END.length);
    int seconds = ThreadLocalRandom.current().nextInt(soonest, SPREAD * soonest + 1);
    return new Answer(503, ProblemDocument.CONTENT_TYPE, body)
        .with("Retry-After", Integer.toString(seconds));
  }
}
