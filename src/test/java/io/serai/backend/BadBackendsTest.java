package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.testing.Gateway;
import io.serai.testing.RawClient;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend that misbehaves costs a request its part, at its time and not later, and its connection
 * never serves another call.
 */
@Timeout(120)
class BadBackendsTest {
  private static final int CALLS = 9;
  private static final int TIMEOUT_MS = 150;

  /** What a pause of a busy machine may add to the median. */
  private static final int SLACK_MS = 50;

  private static final String HALF =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";

  private static final String ROUTE =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:good/part", parameters: { as: good } }
                    - to: { uri: "backend:bad/part", parameters: { as: bad, optional: true, retries: 0, timeout: 150ms } }
      """;

  @TempDir Path base;

  private enum Ill {
    DRIPS(true),
    ACCEPTS_AND_NEVER_ANSWERS(true),
    STOPS_MID_BODY(true),
    RESETS_MID_BODY(false),
    ANSWERS_GARBAGE(false);

    private final boolean holds;

    Ill(boolean holds) {
      this.holds = holds;
    }

    private Script script() {
      return switch (this) {
        case DRIPS -> Script.json("{\"a\":1}").dripping(Duration.ofSeconds(1));
        case ACCEPTS_AND_NEVER_ANSWERS -> Script.hang();
        case STOPS_MID_BODY -> Script.raw(HALF).then(Script.hang());
        case RESETS_MID_BODY -> Script.raw(HALF).then(Script.reset());
        case ANSWERS_GARBAGE -> Script.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsPartEndsAtItsTimeoutAndItsConnectionIsNotUsedAgain(Ill ill) throws Exception {
    try (var good = StubBackend.start().otherwise(Script.json("1"));
        var bad = StubBackend.start().otherwise(Script.json("2"));
        var gateway = Gateway.start(base, settings(good, bad), ROUTE);
        var client = new RawClient(gateway.port())) {
      assertThat(page(client)).isEqualTo("{\"good\":1,\"bad\":2}");
      bad.otherwise(ill.script());
      var took = new long[CALLS];
      for (int i = 0; i < CALLS; i++) {
        long start = System.nanoTime();
        assertThat(page(client)).isEqualTo("{\"good\":1}");
        took[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
      }
      Arrays.sort(took);
      if (ill.holds) {
        assertThat(took[0]).isGreaterThanOrEqualTo(TIMEOUT_MS - 5);
        assertThat(took[CALLS / 2]).isLessThan(TIMEOUT_MS + SLACK_MS);
      } else {
        assertThat(took[CALLS / 2]).isLessThan(SLACK_MS);
      }
      var used = bad.requests().stream().skip(1).map(StubBackend.Seen::connection).toList();
      assertThat(used).hasSize(CALLS).doesNotHaveDuplicates();
      assertThat(good.connections()).isEqualTo(1);
    }
  }

  @Test
  void onceItIsWellAgainItsPartIsThereAtTheNextRequest() throws Exception {
    try (var good = StubBackend.start().otherwise(Script.json("1"));
        var bad = StubBackend.start().otherwise(Script.reset());
        var gateway = Gateway.start(base, settings(good, bad), ROUTE);
        var client = new RawClient(gateway.port())) {
      assertThat(page(client)).isEqualTo("{\"good\":1}");
      bad.otherwise(Script.json("2"));
      assertThat(page(client)).isEqualTo("{\"good\":1,\"bad\":2}");
    }
  }

  private static Map<String, String> settings(StubBackend good, StubBackend bad) {
    return Map.of("backend.good.url", good.url(), "backend.bad.url", bad.url());
  }

  /** Over one connection, and so on one loop with connections of its own. */
  private static String page(RawClient client) {
    client.request("GET", "/page", "");
    return client.read().body();
  }
}
