package io.serai.entry;

import io.serai.request.BodyFlow;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What flows on a connection, a request's body or its answer, and whether it still does. Confined
 * to the loop.
 */
final class Streaming {
  private final Outgoing outgoing;
  private final Patience patience;
  private Stillness stillness = new Stillness(0, 0);
  private @Nullable Download download;
  private int status;
  private boolean last;

  Streaming(Outgoing outgoing, Patience patience) {
    this.outgoing = outgoing;
    this.patience = patience;
  }

  /** From now on it ends if nothing flows for too long. */
  void watch(Visit flowing) {
    long now = System.nanoTime();
    stillness = new Stillness(flowing.served().way().terms().streamIdle().toNanos(), now);
    patience.flow(stillness.next(now));
  }

  /** Whether something has flowed of late; then it is looked at again. */
  boolean isFlowing(Visit flowing) {
    long now = System.nanoTime();
    long passed = passed(flowing.upload());
    passed += download == null ? 0 : download.bytes() + download.taken();
    boolean still = stillness.isTooLong(passed, now);
    if (still && download != null && download.isAwaited()) {
      watch(flowing);
      return true;
    }
    if (still) {
      return false;
    }
    patience.flow(stillness.next(now));
    return true;
  }

  /** Whether its body is taken, but no longer. */
  boolean isHeldBack(Visit flowing) {
    var upload = flowing.upload();
    return upload != null && upload.isTaken() && !upload.isOver() && !upload.isDry();
  }

  /** Nothing flows: whoever is to blame hears of it, unless that is the client. */
  void standStill(Visit flowing) {
    var upload = flowing.upload();
    boolean clients = upload != null && upload.isDry();
    if (download != null && !clients) {
      download.standStill();
    }
    if (upload != null && !clients) {
      upload.standStill();
    }
  }

  private static long passed(@Nullable BodyFlow upload) {
    return upload == null ? 0 : upload.bytes() + upload.taken();
  }

  /**
   * An answer goes out as it comes.
   *
   * @param close whether it is the connection's last
   * @param end told once, perhaps at once: why it broke, empty if it is whole
   */
  void begin(Visit answered, Answer answer, boolean close, Consumer<String> end) {
    var flow = Objects.requireNonNull(answer.flow());
    boolean hasBody = AnswerWriter.hasBody(answered.head(), answer);
    status = answer.status();
    last = close || (hasBody && answered.head().http10() && flow.length() < 0);
    var begun =
        outgoing.stream(answered, answer, last, whole -> end.accept(whole ? "" : "backend"));
    download = begun;
    if (begun != null && hasBody) {
      watch(answered);
      begun.begin();
      return;
    }
    flow.cancel();
    end.accept(begun == null ? "unwritable" : "");
  }

  /** The socket takes more again. */
  void hasRoom() {
    if (download != null) {
      download.hasRoom();
    }
  }

  /** The answer is over, and the source let go if it wasn't whole; the bytes that went out. */
  long over() {
    if (download == null) {
      return 0;
    }
    var ended = download;
    download = null;
    ended.cancel();
    return ended.bytes();
  }

  /** Whether to the client an end is as good as a break. */
  boolean endsByClosing() {
    return download != null && download.endsByClosing();
  }

  /** Of the answer that have gone out so far. */
  long bytes() {
    return download == null ? 0 : download.bytes();
  }

  int status() {
    return status;
  }

  /** Whether the connection ends with the answer. */
  boolean isLast() {
    return last;
  }
}
