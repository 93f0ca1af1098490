package io.serai.circuit.shared;

import java.util.List;
import java.util.function.Consumer;

/** Cuts long lists, so that no message is longer than a channel takes. */
final class Batches {

  /** Elements of at most some hundred bytes each, against the channel's 64 KiB. */
  private static final int MOST = 40;

  private Batches() {}

  static <T> void of(List<T> elements, Consumer<List<T>> each) {
    for (int from = 0; from < elements.size(); from += MOST) {
      each.accept(elements.subList(from, Math.min(elements.size(), from + MOST)));
    }
  }
}
