package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.request.Request;
import io.serai.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown wherever: each request ends once, and neither client nor drain waits. */
class ThrownErrorsTest {
  private Gate gate;
  private Doors doors;

  @BeforeEach
  void open() throws Exception {
    gate = new Gate();
    doors =
        gate.serve(
            "unit",
            route -> !route.startsWith("off"),
            context -> {
              context.getRegistry().bind("broken", new Broken());
              context.addRoutes(routes());
            });
  }

  @AfterEach
  void close() {
    gate.close();
  }

  private static RouteBuilder routes() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("gateway:/fine").setBody(constant("fine"));
        from("gateway:/step").process(exchange -> recurse(1));
        from("gateway:/off-step").id("off-step").process(exchange -> recurse(1));
        from("gateway:/later").process(new Later()).process(exchange -> assertion());
        from("gateway:/off-later")
            .id("off-later")
            .process(new Later())
            .process(exchange -> assertion());
        from("gateway:/body").process(exchange -> exchange.getMessage().setBody(new Unreadable()));
        from("gateway:/circle").process(exchange -> circle());
        from("gateway:/unspeakable")
            .process(
                exchange -> {
                  throw new Unspeakable();
                });
        from("platform-http:/in?headerFilterStrategy=#broken").setBody(constant(""));
        from("gateway:/release").process(ThrownErrorsTest::breakRelease).setBody(constant("read"));
      }
    };
  }

  private static int recurse(int depth) {
    return depth == 0 ? 0 : recurse(depth + 1) + 1;
  }

  private static void assertion() {
    throw new AssertionError("secret");
  }

  private static void circle() {
    var one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("two", one));
    throw one;
  }

  private static void breakRelease(Exchange exchange) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                assertion();
              }
            });
  }

  /** As a backend call does: goes on later, on the request's lane. */
  private static final class Later extends AsyncProcessorSupport {
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      var request = Objects.requireNonNull(Request.of(exchange));
      request.loop().execute(() -> request.resume(() -> callback.done(false)));
      return false;
    }
  }

  private static final class Broken extends DefaultHeaderFilterStrategy {
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      throw new NoClassDefFoundError("secret");
    }
  }

  private static final class Unreadable {
    @Override
    public String toString() {
      throw new NoClassDefFoundError("secret");
    }
  }

  private static final class Unspeakable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new AssertionError("secret");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("secret");
    }
  }

  private void assertNothingIsLeft() {
    await().until(() -> gate.listener.stats().inFlight() == 0 && doors.inFlight() == 0);
    // Or its stop would wait.
    var context = gate.lastContext();
    var camels = context.getInflightRepository();
    assertThat(context.getRoutes()).allMatch(route -> camels.size(route.getRouteId()) == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/step",
        "/off-step",
        "/later",
        "/off-later",
        "/body",
        "/circle",
        "/unspeakable",
        "/in"
      })
  void answers500AndHoldsNothing(String path) {
    try (var client = gate.client()) {
      var answer = client.get(path, "X-Request-Id: r1").read();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.body()).contains("\"id\":\"r1\"").doesNotContain("secret");
      assertThat(client.get("/fine").read().body()).isEqualTo("fine");
    }
    assertNothingIsLeft();
  }

  @Test
  void answersWhatWasReadBeforeClearingAwayBroke() {
    assertThat(gate.get("/release").body()).isEqualTo("read");
    assertNothingIsLeft();
  }

  @Test
  void answersBothOfTwoPipelinedRequestsThatBreak() {
    try (var client = gate.client()) {
      client.get("/later").get("/later").get("/fine");
      assertThat(client.read().status()).isEqualTo(500);
      assertThat(client.read().status()).isEqualTo(500);
      assertThat(client.read().body()).isEqualTo("fine");
    }
    assertNothingIsLeft();
  }

  @Test
  void givesBackWhatAStepAtTheHeadBrokeOn() {
    var other = new Doors("other", route -> true);
    other.add(new Objecting());
    gate.listener.serve(List.of(doors, other));
    var answer = gate.get("/objecting", "X-Request-Id: r1");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("\"id\":\"r1\"");
    assertThat(answer.header("Connection")).isEqualTo("close");
    await().until(() -> other.inFlight() == 0);
    assertNothingIsLeft();
  }

  private static final class Objecting implements Way {
    @Override
    public String routeId() {
      return "objecting";
    }

    @Override
    public List<PathPattern> patterns() {
      return List.of(PathPattern.parse("/objecting"));
    }

    @Override
    public Methods methods() {
      return Methods.ALL;
    }

    @Override
    public Terms terms() {
      return Terms.vanilla(Settings.of(Map.of()));
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public Answer objection(Visit visit) {
      throw new IllegalStateException("broken");
    }

    @Override
    public Exchange exchange(Visit visit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AsyncProcessor processor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Answer answer(Visit visit, Exchange exchange) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(Exchange exchange) {}
  }
}
