package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.serai.backend.FailureRule.Says;
import io.serai.circuit.Circuit;
import io.serai.circuit.CircuitOptions;
import io.serai.circuit.Circuits;
import io.serai.circuit.FakeTiming;
import io.serai.circuit.State;
import io.serai.request.Loops;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permit of a body that goes on as it comes. */
@Timeout(30)
class PassageTest {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long NEVER = TimeUnit.HOURS.toNanos(1);

  private final Loops loops = Loops.start(1);
  private final EventLoop loop = loops.next();
  private final FakeTiming timing = new FakeTiming();
  private final Circuit circuit = new Circuits(timing).local("c", CircuitOptions.OF_BACKENDS);

  @AfterEach
  void close() {
    loops.close();
  }

  /** All of it is confined to the loop. */
  private <T> T on(Supplier<T> action) {
    try {
      return loop.submit(action::get).get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(Runnable action) {
    on(
        () -> {
          action.run();
          return true;
        });
  }

  private Passage passage() {
    return Objects.requireNonNull(on(() -> Passage.through(circuit, System.nanoTime())));
  }

  private void waitIsOver() {
    circuit.open(1, "test");
    timing.pass(Duration.ofMinutes(2));
  }

  @Test
  void anUploadIsAProbeWhileItDoesNotTakeLong() {
    waitIsOver();
    var passage = passage();
    run(() -> passage.uploading(loop, NEVER));
    assertThat(circuit.mayPass()).isFalse();
    run(passage::uploaded);
    assertThat(circuit.mayPass()).isFalse();
    run(() -> passage.end(Says.WELL));
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aLongUploadLetsOthersProbeAndIsOneAgainOnceItIsWhole() {
    waitIsOver();
    var passage = passage();
    run(() -> passage.uploading(loop, SOON));
    await().until(circuit::mayPass);
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    run(passage::uploaded);
    assertThat(circuit.mayPass()).isFalse();
    run(() -> passage.end(Says.FAILED));
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void whatALongUploadCameToDoesNotCountWhereAnotherProbes() {
    waitIsOver();
    var upload = passage();
    run(() -> upload.uploading(loop, SOON));
    await().until(circuit::mayPass);
    var probe = passage();
    run(upload::uploaded);
    run(() -> upload.end(Says.WELL));
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    run(() -> probe.end(Says.WELL));
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    assertThat(circuit.recent().calls()).isZero();
  }

  @Test
  void anAnswerThatHasBegunCountsOnceItIsWhole() {
    var passage = passage();
    run(() -> passage.begun(Says.WELL, loop, NEVER));
    assertThat(circuit.recent().calls()).isZero();
    run(passage::whole);
    run(passage::whole);
    assertThat(circuit.recent().calls()).isEqualTo(1);
    assertThat(circuit.recent().failures()).isZero();
  }

  @Test
  void oneThatBreaksIsOneFailure() {
    var passage = passage();
    run(() -> passage.begun(Says.WELL, loop, NEVER));
    run(() -> passage.broke(Says.FAILED));
    assertThat(circuit.recent().calls()).isEqualTo(1);
    assertThat(circuit.recent().failures()).isEqualTo(1);
  }

  @Test
  void oneThatFlowsForLongWasWellAndItsBreakIsAFailureMore() {
    var passage = passage();
    run(() -> passage.begun(Says.WELL, loop, SOON));
    await().until(() -> circuit.recent().calls() == 1);
    run(() -> passage.broke(Says.FAILED));
    assertThat(circuit.recent().calls()).isEqualTo(2);
    assertThat(circuit.recent().failures()).isEqualTo(1);
  }

  @Test
  void aBadHeadFailsAtOnce() {
    var passage = passage();
    run(() -> passage.begun(Says.FAILED, loop, NEVER));
    assertThat(circuit.recent().failures()).isEqualTo(1);
  }
}
