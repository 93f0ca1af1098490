package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Backends are told for how long they are waited for. */
class DeadlineHeaderTest {
  private static final String HEADER = "X-Request-Timeout-Ms";

  private final StubBackend stub = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend other = StubBackend.start().otherwise(Script.json("1"));
  private final Calls calls =
      new Calls(
          "backend.default.deadlineHeader",
          HEADER,
          "backend.a.url",
          stub.url(),
          "backend.two.url",
          stub.url() + "/long/prefix," + other.url());

  @AfterEach
  void close() {
    calls.close();
    stub.close();
    other.close();
  }

  private static long told(StubBackend by, int request) {
    return Long.parseLong(by.requests().get(request).header(HEADER));
  }

  @Test
  void theCallsOwnTimeIsToldAndNeverMoreThanTheDeadlineLeaves() {
    calls.call("backend:a/x", "timeout", "1500ms");
    calls.call("backend:a/x", "timeout", "1d", "method", "POST");
    calls.deadline = Duration.ofMillis(300);
    calls.call("backend:a/x");
    calls.call("backend:a/x", "attemptTimeout", "100ms");
    assertThat(told(stub, 0)).isBetween(1000L, 1500L);
    assertThat(told(stub, 1)).isBetween(9000L, 10_000L);
    assertThat(told(stub, 2)).isBetween(1L, 300L);
    assertThat(told(stub, 3)).isBetween(1L, 100L);
  }

  @Test
  void eachAttemptTellsWhatIsLeftByThenOnAnotherHostToo() {
    var both = Script.inTurn(Script.status(503).after(Duration.ofMillis(200)), Script.json("1"));
    stub.otherwise(both);
    other.otherwise(both);
    assertThat(calls.call("backend:two/x", "query", "q=1", "timeout", "5s").isSuccess()).isTrue();
    assertThat(stub.requests()).hasSize(1);
    assertThat(other.requests()).hasSize(1);
    long first = Math.max(told(stub, 0), told(other, 0));
    long second = Math.min(told(stub, 0), told(other, 0));
    assertThat(first).isBetween(4000L, 5000L);
    assertThat(second).isBetween(3000L, first - 200);
    assertThat(stub.requests().get(0).target()).isEqualTo("/long/prefix/x?q=1");
  }

  @Test
  void whatAClientSendsUnderThatNameIsNotSentOn() {
    calls.inputs = Calls.inputs(Map.of(), Map.of("header." + HEADER, "99999999"));
    calls.call("backend:a/x", "requestHeaders", "*", "timeout", "1s");
    var headers = stub.requests().get(0).headers();
    assertThat(headers).filteredOn(line -> line.startsWith(HEADER)).hasSize(1);
    assertThat(told(stub, 0)).isLessThanOrEqualTo(1000);
    assertThatThrownBy(() -> calls.part("backend:a/x", "requestHeaders", HEADER))
        .rootCause()
        .hasMessageContaining("deadlineHeader sends it too");
  }

  @Test
  void onlyTheNameOfAHeaderThatIsNotOursWillDo() {
    for (var wrong : new String[] {"a b", "A,B", "*", "X=1", "Host", "Connection", "Via"}) {
      assertThat(
              Backends.problems(
                  Calls.settings("backend.a.url", "http://h", "backend.a.deadlineHeader", wrong)))
          .as(wrong)
          .hasSize(1);
    }
  }
}
