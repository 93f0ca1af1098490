package io.serai.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many a loop lets in that keeps up, and that doesn't. */
class LoopWindowTest {
  private final LoopWindow window = new LoopWindow(1000);

  private int enterAll() {
    int entered = 0;
    while (!window.isFull()) {
      window.enter();
      entered++;
    }
    return entered;
  }

  private void leave(int count) {
    for (int i = 0; i < count; i++) {
      window.leave();
    }
  }

  @Test
  void letsInAllThatMayBeInFlightAsLongAsItKeepsUp() {
    assertThat(enterAll()).isEqualTo(1000);
    window.leave();
    assertThat(enterAll()).isEqualTo(1);
    assertThat(window.isNarrow()).isFalse();
  }

  @Test
  void narrowsToLessThanThereWasAndNotThanThereMightHaveBeen() {
    for (int i = 0; i < 200; i++) {
      window.enter();
    }
    window.narrow();
    assertThat(window.isFull()).isTrue();
    leave(61);
    assertThat(enterAll()).isEqualTo(1);
  }

  @Test
  void neverShutsWholly() {
    for (int i = 0; i < 100; i++) {
      window.narrow();
    }
    assertThat(enterAll()).isEqualTo(LoopWindow.LEAST);
  }

  @Test
  void letsInNoMoreThanMayBeInFlightHoweverFewThoseAre() {
    var few = new LoopWindow(3);
    few.narrow();
    assertThat(few.isNarrow()).isFalse();
    few.enter();
    few.enter();
    assertThat(few.isFull()).isFalse();
    few.enter();
    assertThat(few.isFull()).isTrue();
  }

  @Test
  void isWideAgainFourSecondsAfterTheWorst() {
    for (int i = 0; i < 100; i++) {
      window.narrow();
    }
    int ticks = 0;
    for (; window.isNarrow(); ticks++) {
      window.widen();
    }
    assertThat(ticks).isBetween(20, 80);
  }
}
