package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.circuit.State;
import io.serai.settings.Problem;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts get calls by their weights. */
@Timeout(30)
class WeightsTest {
  private final StubBackend one = StubBackend.start().otherwise(Script.json("1"));
  private final StubBackend two = StubBackend.start().otherwise(Script.json("2"));

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private String urls(int ofOne, int ofTwo) {
    return one.url() + " weight=" + ofOne + ", " + two.url() + "  weight=" + ofTwo;
  }

  private void call(Calls calls, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(calls.call("backend:a/x").isSuccess()).isTrue();
    }
  }

  @Test
  void callsGoByWeight() {
    try (var calls = new Calls("backend.a.url", urls(1, 4))) {
      call(calls, 1000);
      // A fifth, within five standard deviations.
      assertThat(one.requests()).hasSizeBetween(137, 263);
      assertThat(calls.stats("a").hosts()).extracting(HostStats::weight).containsExactly(1, 4);
    }
  }

  @Test
  void callsThatLastGoByWeightToo() {
    one.otherwise(Script.hang());
    two.otherwise(Script.hang());
    try (var calls = new Calls("backend.a.url", urls(1, 4))) {
      for (int i = 0; i < 50; i++) {
        calls.begin(calls.request(), "backend:a/x");
      }
      await().until(() -> one.requests().size() + two.requests().size() == 50);
      assertThat(one.requests()).hasSizeBetween(9, 11);
    }
  }

  @Test
  void anotherWeightAloneIsInForceOnSaveAndKeepsTheHostAsItIs() {
    try (var calls = new Calls("backend.a.url", urls(1, 4))) {
      call(calls, 100);
      var circuits = calls.backends.circuits();
      var ofTwo = "backend:a/127.0.0.1:" + two.port();
      assertThat(circuits.force(ofTwo, State.FORCED_OPEN, "test").circuits())
          .containsExactly(ofTwo);
      var before = circuits.stats();
      calls.backends.update(Calls.settings("backend.a.url", urls(4, 1)));
      assertThat(circuits.stats()).isEqualTo(before);
      circuits.force(ofTwo, null, "test");

      one.requests().clear();
      call(calls, 500);
      assertThat(one.requests()).hasSizeBetween(355, 445);
      calls.backends.update(Calls.settings("backend.a.url", urls(1, 0)));
      one.requests().clear();
      call(calls, 50);
      assertThat(one.requests()).hasSize(50);
      assertThat(one.connections()).isEqualTo(1);
      assertThat(two.connections()).isEqualTo(1);
      assertThat(calls.stats("a").hosts())
          .extracting(HostStats::state)
          .containsExactly("in", "drained");
      assertThat(calls.stats("a").calls()).isEqualTo(650);
    }
  }

  @Test
  void aHostThatDrainsEndsTheCallsOnIt() {
    two.otherwise(Script.json("2").after(java.time.Duration.ofMillis(300)));
    try (var calls = new Calls("backend.a.url", urls(0, 1))) {
      var call = calls.begin(calls.request(), "backend:a/x");
      await().until(() -> two.requests().size() == 1);
      calls.backends.update(Calls.settings("backend.a.url", urls(1, 0)));
      assertThat(Calls.await(call).body()).containsExactly('2');
      call(calls, 5);
      assertThat(one.requests()).hasSize(5);
    }
  }

  @Test
  void tellsWhatIsWrongWithAWeight() {
    var settings =
        Calls.settings(
            "backend.a.url", "http://a weight=1001, http://b weight=, http://c weight=-1",
            "backend.b.url", "http://a weight=0,http://b weight=0",
            "backend.c.url", "http://u:secret@a wait=3",
            "backend.d.url", "http://a wait=3");
    var rest = " (expected: after a URL nothing but weight= and a whole number from 0 to 1000)";
    assertThat(Backends.problems(settings))
        .extracting(Problem::message)
        .containsExactly(
            "backend.a.url: weight=1001" + rest,
            "backend.a.url: weight=" + rest,
            "backend.a.url: weight=-1" + rest,
            "backend.b.url: weight=0 for every URL (expected: one at least that takes calls)",
            "backend.c.url: http://***@a (expected: http:// or https://, a host, optionally a port"
                + " and a path; no user, query or fragment)",
            "backend.d.url: wait=3" + rest);
    assertThat(Target.parse("http://a\tweight=1000 ").weight()).isEqualTo(1000);
  }
}
