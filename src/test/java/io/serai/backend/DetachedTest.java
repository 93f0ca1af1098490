package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Outcome;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request without a client may live for an hour and make a hundred thousand calls. */
@Timeout(30)
class DetachedTest {
  @Test
  void holdsNothingOfItsCallsButTheLastOutcomeOfEachName() {
    try (var stub = StubBackend.start().otherwise(Script.json("{\"a\":1}"));
        var calls = new Calls("backend.s.url", stub.url())) {
      var request = calls.backends.detached();
      List<WeakReference<Outcome>> outcomes = new ArrayList<>();
      List<WeakReference<DefaultExchange>> exchanges = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        // Each its own exchange and a branch of the whole, as of a multicast in a split.
        var exchange = new DefaultExchange(calls.context);
        var branch = request.branch(request.deadline());
        var outcome =
            Calls.await(calls.begin(branch, exchange, "backend:s/a", "as", i % 2 == 0 ? "x" : ""));
        assertThat(outcome.isSuccess()).isTrue();
        outcomes.add(new WeakReference<>(outcome));
        exchanges.add(new WeakReference<>(exchange));
      }
      assertThat(request.parts().all()).hasSize(2);
      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(exchanges).filteredOn(held -> held.get() != null).isEmpty();
                assertThat(outcomes).filteredOn(held -> held.get() != null).hasSize(2);
              });
      assertThat(request.isEnded()).isFalse();
    }
  }
}
