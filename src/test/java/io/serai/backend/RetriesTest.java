package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After what a call is tried again, and after how long. */
@Timeout(30)
class RetriesTest {
  private static final Script GOOD = Script.json("1");

  private final StubBackend stub = StubBackend.start();
  private final Calls calls = new Calls("backend.a.url", stub.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
  }

  private Outcome first(Script script, String... parameters) {
    stub.otherwise(Script.inTurn(script, GOOD));
    return calls.call("backend:a/x", parameters);
  }

  @Test
  void triesAgainAfterWhatIsNamedAndNothingElse() {
    assertThat(first(Script.status(500), "retryOn", "5xx").isSuccess()).isTrue();
    assertThat(first(Script.status(503), "retryOn", "5xx").isSuccess()).isTrue();
    assertThat(first(Script.status(429), "retryOn", "429, 503").isSuccess()).isTrue();
    assertThat(first(Script.status(502), "retryOn", "503").reason()).isEqualTo("answered 502");
    assertThat(first(Script.status(502), "retryOn", "connect").reason()).isEqualTo("answered 502");

    assertThat(first(Script.reset()).isSuccess()).isTrue();
    assertThat(first(Script.reset(), "retryOn", "connect,timeout,5xx").isSuccess()).isFalse();

    assertThat(first(Script.hang(), "attemptTimeout", "50ms").isSuccess()).isTrue();
    assertThat(first(Script.hang(), "attemptTimeout", "50ms", "retryOn", "reset").reason())
        .isEqualTo("timeout after 50ms");
  }

  @Test
  void anExpectedStatusIsASuccessWhateverIsNamed() {
    var outcome = first(Script.status(503), "expect", "503");
    assertThat(outcome.isSuccess()).isTrue();
    assertThat(outcome.attempts()).isEqualTo(1);
  }

  @Test
  void comesBackWhenTheBackendSaysIfThatIsInTime() {
    var later = Script.answer(503, "", "", "Retry-After: 1");
    long start = System.nanoTime();
    assertThat(first(later, "timeout", "5s").isSuccess()).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));

    var tooLate = first(later, "timeout", "900ms");
    assertThat(tooLate.attempts()).isEqualTo(1);
    assertThat(tooLate.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(first(Script.answer(503, "", "", "Retry-After: 2147483647")).attempts())
        .isEqualTo(1);
    assertThat(
            first(Script.answer(503, "", "", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"))
                .attempts())
        .isEqualTo(1);
    assertThat(first(Script.answer(503, "", "", "Retry-After: soon")).isSuccess()).isTrue();
  }

  @Test
  void pausesAreAnyTimeUpToTheLongestWhichDoublesUpToItsCap() {
    var texts = new Texts(Map.of(), "", Map.of("retryBackoff", "10ms", "retryBackoffMax", "35ms"));
    var retries = Retries.read(texts);
    long[] longest = {10, 20, 35, 35};
    for (int attempt = 1; attempt <= longest.length; attempt++) {
      long bound = TimeUnit.MILLISECONDS.toNanos(longest[attempt - 1]);
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 2000; i++) {
        long pause = retries.pause(attempt);
        least = Math.min(least, pause);
        most = Math.max(most, pause);
      }
      assertThat(most).isBetween(bound * 9 / 10, bound);
      assertThat(least).isLessThan(bound / 10);
    }
    assertThat(retries.pause(11)).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(35));
    var none = Retries.read(new Texts(Map.of(), "", Map.of("retryBackoff", "0")));
    assertThat(none.pause(3)).isZero();
  }

  @Test
  void saysWhatMayStandThere() {
    for (var wrong :
        new String[] {"refused", "200", "5XX", "connect;reset", "50", "connect,,5xx"}) {
      assertThatThrownBy(() -> calls.part("backend:a/x", "retryOn", wrong))
          .rootCause()
          .hasMessageContaining("expected: connect, reset, timeout, 5xx and statuses");
    }
  }
}
