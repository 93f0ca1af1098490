package io.serai.entry.batch;

import io.serai.PartFailed;
import io.serai.request.Deadline;
import io.serai.request.Dispatch;
import io.serai.request.Dispatch.Reply;
import io.serai.request.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch under way: some items at a time, each in a turn of the loop of its own, until all have
 * come to an end or nobody waits any more. Confined to the loop of its request.
 */
final class Batch {
  /** Items begun in one turn of the loop: those that end at once must not hold it. */
  private static final int AT_ONCE = 16;

  private final BatchOptions options;
  private final Request request;
  private final Dispatch dispatch;
  private final Deadline deadline;
  private final List<Item> items;
  private final Results results;
  private final Consumer<@Nullable PartFailed> finished;
  private final Map<Integer, Runnable> cancels = new HashMap<>();
  private Request.@Nullable Ending ending;
  private int next;
  private int ended;
  private long bytes;
  private boolean due;
  private boolean over;

  /**
   * Not begun yet.
   *
   * @param deadline of the items; what is then left of the request's is for the answer
   * @param finished told once, in a turn of the loop of its own: null, or why there is no document
   */
  Batch(
      BatchOptions options,
      Request request,
      Dispatch dispatch,
      Deadline deadline,
      List<Item> items,
      Results results,
      Consumer<@Nullable PartFailed> finished) {
    this.options = options;
    this.request = request;
    this.dispatch = dispatch;
    this.deadline = deadline;
    this.items = items;
    this.results = results;
    this.finished = finished;
  }

  /** From any thread. */
  void begin() {
    request
        .loop()
        .execute(
            () -> {
              ending = request.onEnd(this::left);
              turn();
            });
  }

  /** Not at once: whoever calls is deep in the steps of an item. */
  private void turnSoon() {
    if (!due && !over) {
      due = true;
      request
          .loop()
          .execute(
              () -> {
                due = false;
                turn();
              });
    }
  }

  private void turn() {
    for (int begun = 0; !over && next < items.size() && next - ended < options.concurrency(); ) {
      if (begun++ == AT_ONCE) {
        turnSoon();
        return;
      }
      send(items.get(next++));
    }
    if (!over && ended == items.size()) {
      over = true;
      if (ending != null) {
        ending.forget();
      }
      finished.accept(null);
    }
  }

  private void send(Item item) {
    if (deadline.isOver()) {
      var late = "the time of the batch was over before its turn";
      ended(item, problem(item, 504, "Gateway Timeout", late));
      return;
    }
    try {
      var inner = ItemRequest.of(item, options.ownHeaders(), deadline);
      int before = ended;
      var cancel = dispatch.send(inner, reply -> ended(item, reply));
      if (ended == before) {
        cancels.put(item.number(), cancel);
      }
    } catch (Unfit unfit) {
      ended(item, dispatch.refuse(item.number(), 400, unfit.why()));
    }
  }

  private void ended(Item item, Reply reply) {
    ended++;
    cancels.remove(item.number());
    if (!over) {
      results.add(item.number() - 1, counted(item, reply));
      turnSoon();
    }
  }

  private byte[] counted(Item item, Reply reply) {
    var result = ItemResult.json(item, reply);
    var instead = tooMuch(item, reply, result.length);
    var kept = instead == null ? result : ItemResult.json(item, instead);
    bytes += kept.length;
    return kept;
  }

  /** What it has done is done; that there is no room for what it says is said in its place. */
  private @Nullable Reply tooMuch(Item item, Reply reply, int more) {
    var leftOut = "answered " + reply.status() + ", and its answer is left out: ";
    if (bytes + more > options.maxBytes()) {
      var why = "those of the batch take more than " + options.maxBytes() + " bytes together";
      return problem(item, 507, "Insufficient Storage", leftOut + why);
    }
    if (!request.holding().take(more)) {
      return problem(item, 503, "Service Unavailable", leftOut + "there is no memory for it");
    }
    return null;
  }

  private Reply problem(Item item, int status, String title, String detail) {
    return ItemResult.problem(status, title, detail, dispatch.id(item.number()));
  }

  /** Nobody waits for the whole: after its deadline, or the client has gone. From any thread. */
  private void left() {
    if (!request.loop().inEventLoop()) {
      request.loop().execute(this::left);
    } else if (!over) {
      over = true;
      List.copyOf(cancels.values()).forEach(Runnable::run);
      cancels.clear();
      var why = new PartFailed("", "nobody waits for the batch any more", 504, null);
      // Not inside what ends the request.
      request.loop().execute(() -> finished.accept(why));
    }
  }
}
