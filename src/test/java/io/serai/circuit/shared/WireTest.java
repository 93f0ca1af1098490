package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.serai.circuit.State;
import io.serai.circuit.shared.Message.Entry;
import io.serai.circuit.shared.Message.Sum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
  private static final CircuitId CIRCUIT = new CircuitId("backend:catalog/h:1", "0f");
  private static final Mark MARK = new Mark(300, "author");
  private static final Account ACCOUNT = new Account("b", Map.of("a", 3, "c", 1), 2, 1, 1, 1);

  static Stream<Message> all() {
    var entry =
        new Entry(
            CIRCUIT, MARK, true, 4, 59_999, "zu spät", State.HALF_OPEN, true, List.of(ACCOUNT));
    return Stream.of(
        new Message.Sync(List.of("one", "two")),
        new Message.Told(Message.Told.Why.GOSSIP, List.of(entry, entry)),
        new Message.Sums(List.of(new Sum(CIRCUIT, MARK, 1000, 20, 3))),
        new Message.Ask(CIRCUIT, MARK, 7, ACCOUNT),
        new Message.Grant(CIRCUIT, MARK, "b", 7, 128),
        new Message.Refuse(CIRCUIT, MARK, 7, 250, true),
        new Message.Result(CIRCUIT, MARK, ACCOUNT),
        new Message.Wanted(CIRCUIT, MARK),
        new Message.Ping(),
        new Message.Here());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsWrittenIsRead(Message message) {
    assertEquals(message, Wire.message(Wire.bytes(message)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatALaterReleaseAddsAtTheEndIsPassedOver(Message message) {
    var bytes = Wire.bytes(message);
    assertEquals(message, Wire.message(Arrays.copyOf(bytes, bytes.length + 9)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatEndsEarlyIsRefused(Message message) {
    var bytes = Wire.bytes(message);
    for (int length = 2; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> Wire.message(cut), "" + length);
    }
  }

  @Test
  void whatALaterReleaseAddsToAnElementOfAListIsPassedOver() {
    var out = new WireWriter().octet(Wire.VERSION).octet(3);
    out.list(
        List.of(1, 2),
        (each, to) ->
            to.circuit(CIRCUIT).mark(MARK).number(each).number(0).number(0).text("new in 2.0"));
    assertEquals(
        new Message.Sums(List.of(new Sum(CIRCUIT, MARK, 1, 0, 0), new Sum(CIRCUIT, MARK, 2, 0, 0))),
        Wire.message(out.bytes()));
  }

  @Test
  void aKindOrVersionThatIsNotKnownIsNoMessage() {
    assertNull(Wire.message(new byte[] {Wire.VERSION, 99, 1, 2, 3}));
    assertNull(Wire.message(new byte[] {Wire.VERSION + 1, 1, 1, 2, 3}));
  }

  @Test
  void aLengthBeyondTheMessageTakesNoMemory() {
    var out = new WireWriter().octet(Wire.VERSION).octet(1).number(1).number(Integer.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> Wire.message(out.bytes()));
  }

  @Test
  void whatAnOperatorWantsIsReadAsItWasWritten() {
    for (var state : new State[] {State.FORCED_OPEN, State.FORCED_CLOSED}) {
      var wish = new Forced(state, "ops on gate-1");
      assertEquals(wish, Forced.of(wish.bytes()));
    }
    assertNull(Forced.of(new byte[] {1, 9, 0, 0}));
  }
}
