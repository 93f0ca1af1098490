package io.serai.circuit.shared;

import io.serai.circuit.State;
import java.util.List;

/** What members say to each other about circuits. {@link Wire} has the bytes. */
sealed interface Message {

  /** Tell me your stands. Of these circuits; of all, if it names none. */
  record Sync(List<String> names) implements Message {}

  /** Stands as the sender has them. */
  record Told(Why why, List<Entry> entries) implements Message {

    /** What makes one tell. */
    enum Why {
      /** Something changed. */
      NEWS,
      /** It was asked for, or the other was behind. */
      ANSWER,
      /** To find out what was missed; whoever knows better answers. */
      GOSSIP
    }
  }

  /** What ended lately at the sender. */
  record Sums(List<Sum> sums) implements Message {}

  /**
   * May I probe? The number is the asker's own, so that it knows what an answer is to; with its
   * account, as earlier answers may have been lost.
   */
  record Ask(CircuitId circuit, Mark round, int number, Account account) implements Message {}

  /**
   * You may; told to all, so that everyone could go on in the place of who grants.
   *
   * @param total all that the sender has granted to the holder in this round
   */
  record Grant(CircuitId circuit, Mark round, String holder, int number, int total)
      implements Message {}

  /**
   * Not now.
   *
   * @param unknown the sender doesn't have this circuit: ask another
   */
  record Refuse(CircuitId circuit, Mark round, int number, long pauseMillis, boolean unknown)
      implements Message {}

  /** What became of the sender's permission; told to all, after each probe. */
  record Result(CircuitId circuit, Mark round, Account account) implements Message {}

  /** Another one asks: give back what you haven't used. */
  record Wanted(CircuitId circuit, Mark round) implements Message {}

  /** Who hears me? */
  record Ping() implements Message {}

  /** I do. */
  record Here() implements Message {}

  /**
   * One stand, and how the sender takes it.
   *
   * @param leftMillis of the wait, 0 if it is over
   * @param state of the sender's own circuit
   * @param vetoed the sender's own evidence is healthy, so it didn't open
   * @param accounts of the round under way
   */
  record Entry(
      CircuitId circuit,
      Mark mark,
      boolean open,
      int attempt,
      long leftMillis,
      String reason,
      State state,
      boolean vetoed,
      List<Account> accounts) {}

  /** Calls that ended in the shared window while the stand was that of the mark. */
  record Sum(CircuitId circuit, Mark mark, int calls, int failures, int slow) {}
}
