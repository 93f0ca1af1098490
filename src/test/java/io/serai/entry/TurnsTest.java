package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is read on after a refusal, and when. */
class TurnsTest {
  private final List<Integer> turns = new ArrayList<>();
  private int refused;

  private int refuse(Turns of, int count) {
    int waiting = 0;
    for (int i = 0; i < count; i++) {
      int nth = refused++;
      waiting += of.waits(() -> turns.add(nth)) ? 1 : 0;
    }
    return waiting;
  }

  @Test
  void asManyAsMayBeRefusedInATickAreReadOn() {
    var of = new Turns(3);
    assertThat(refuse(of, 5)).isEqualTo(2);
    of.next();
    assertThat(refuse(of, 3)).as("two of three had their turn").isEqualTo(2);
    of.next();
    of.next();
    assertThat(refuse(of, 3)).isZero();
  }

  @Test
  void whoWaitsIsReadInTheOrderOfComingAsManyATickAsMayBeRefused() {
    var of = new Turns(2);
    refuse(of, 7);
    of.next();
    assertThat(turns).containsExactly(2, 3);
    of.next();
    of.next();
    assertThat(turns).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void nobodyWaitsLongerThanASecond() {
    var of = new Turns(1);
    refuse(of, 101);
    for (int i = 1; i < Turns.LONGEST; i++) {
      of.next();
    }
    assertThat(turns).hasSize(Turns.LONGEST - 1);
    of.next();
    assertThat(turns).hasSize(100);
  }

  @Test
  void whoIsRefusedAgainInItsTurnWaitsBehindTheOthers() {
    var of = new Turns(1);
    var order = new ArrayList<String>();
    refuse(of, 1);
    of.waits(() -> of.waits(() -> order.add("again")));
    of.waits(() -> order.add("other"));
    of.next();
    of.next();
    of.next();
    assertThat(order).containsExactly("other", "again");
  }

  @Test
  void withoutABoundNobodyWaits() {
    assertThat(refuse(new Turns(0), 10_000)).isZero();
  }

  @Test
  void nobodyWaitsAnyMoreAtTheEnd() {
    var of = new Turns(1);
    refuse(of, 10);
    of.end();
    assertThat(turns).hasSize(9);
  }
}
