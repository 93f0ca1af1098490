package io.serai.circuit.shared;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.circuit.Breaker;
import io.serai.circuit.Circuit;
import io.serai.circuit.CircuitOptions;
import io.serai.circuit.Circuits;
import io.serai.circuit.FakeTiming;
import io.serai.circuit.State;
import io.serai.circuit.shared.Message.Ask;
import io.serai.circuit.shared.Message.Grant;
import io.serai.cluster.Member;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a round makes of what happens between two of its steps, on other threads. */
class RoundTest {
  private static final CircuitId ID = new CircuitId("c", "");
  private static final Mark MARK = new Mark(1, "a");

  private final FakeTiming timing = new FakeTiming();
  private final Circuit circuit =
      new Circuits(timing).local("c", CircuitOptions.OF_BACKENDS); // one probe decides
  private final List<Message> sent = new ArrayList<>();

  @Test
  void aProbeThatHasEndedBeforeAnybodyLooksIsUsedAndNoWaiterGetsIt() {
    circuit.open(1, "a test");
    var round = round();
    round.wantsProbe();
    assertThat(circuit.state()).as("opened by its probe").isEqualTo(State.OPEN);
    assertThat(circuit.attempt()).isEqualTo(2);
    assertThat(round.own().returned()).isZero();
    round.asked("b", new Ask(ID, MARK, 1, Account.of("b")));
    assertThat(sent)
        .filteredOn(Grant.class::isInstance)
        .extracting(grant -> ((Grant) grant).holder())
        .containsExactly("a");
  }

  private Round round() {
    var post =
        new Post() {
          @Override
          public void toAll(Message message) {
            sent.add(message);
          }

          @Override
          public void to(String memberId, Message message) {
            sent.add(message);
          }
        };
    var lane =
        new Lane() {
          @Override
          public long nanos() {
            return timing.nanos();
          }

          @Override
          public void run(Runnable task) {
            task.run();
          }

          @Override
          public void after(long nanos, Runnable task) {}
        };
    var peers = new Peers(lane, post);
    var members = List.of(member("a"), member("b"));
    peers.are(members.get(0), members);
    var stand = Stand.open(MARK, 1, timing.nanos(), "a test");
    return new Round(
        ID, stand, quick(), peers, post, lane, (done, failed, slow) -> {}, () -> members.size());
  }

  private static Member member(String id) {
    return new Member(id, "127.0.0.1", id, "1", Instant.EPOCH);
  }

  /** The circuit, whose probe has set out and failed by the time that the permission is given. */
  private Breaker quick() {
    return (Breaker)
        Proxy.newProxyInstance(
            Breaker.class.getClassLoader(),
            new Class<?>[] {Breaker.class},
            (self, method, arguments) -> {
              var answer = method.invoke(circuit, arguments);
              if (method.getName().equals("halfOpen")) {
                circuit.ended(requireNonNull(circuit.acquire()), true, 0);
              }
              return answer;
            });
  }
}
