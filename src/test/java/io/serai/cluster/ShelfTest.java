package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shelf of one, and of three real members. */
class ShelfTest {
  private final Loopback network = new Loopback(3);

  @AfterEach
  void close() {
    network.close();
  }

  /** Holds a number to which wishes add; it is due as soon as it is above 100. */
  private static final class Adding implements ShelfRule {
    final Queue<String> due = new ConcurrentLinkedQueue<>();

    @Override
    public Change change(byte @Nullable [] held, byte[] wish, long now, double full) {
      if (wish.length == 0) {
        return new Change(null, number(0));
      }
      if (full >= 1) {
        return new Change(held, number(-1));
      }
      long sum = (held == null ? 0 : number(held)) + number(wish);
      return new Change(number(sum), number(sum));
    }

    @Override
    public byte[] merge(byte[] one, byte[] other, long now) {
      return number(one) > number(other) ? one : other;
    }

    @Override
    public boolean isDue(byte[] held, long now, double full) {
      return number(held) > 100;
    }

    @Override
    public void due(String key) {
      due.add(key);
    }
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  private static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  private static long add(Shelf shelf, String key, long number) throws Exception {
    return number(shelf.change(key, number(number)).get(30, TimeUnit.SECONDS));
  }

  @Test
  void aloneItIsChangedAtOnceLookedAfterAndBounded() throws Exception {
    try (var alone = Cluster.alone()) {
      var rule = new Adding();
      var shelf = alone.shelf(rule, 1_000);
      assertThat(add(shelf, "a", 1)).isEqualTo(1);
      assertThat(shelf.change("a", number(2)).getNow(number(0))).isEqualTo(number(3));
      assertThat(rule.due).isEmpty();
      add(shelf, "a", 100);
      await().until(() -> rule.due.contains("a"));
      assertThat(shelf.held().keys()).isEqualTo(1);
      add(shelf, "b", 1);
      add(shelf, "c", 1);
      add(shelf, "d", 1);
      assertThat(add(shelf, "e", 1)).as("no room").isEqualTo(-1);
      shelf.change("b", new byte[0]).get();
      assertThat(shelf.held().keys()).isEqualTo(3);
      assertThat(add(shelf, "e", 1)).isEqualTo(1);
      assertThatThrownBy(() -> alone.shelf(rule, 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void beforeTheClusterIsOpenNothingIsKept() {
    var cluster = network.prepare(network.settings(0));
    var shelf = cluster.shelf(new Adding(), 1_000_000);
    assertThatThrownBy(() -> shelf.change("a", number(1)).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Shelf.Unreachable.class)
        .hasMessageContaining("isn't open yet");
  }

  @Test
  void threeAddToTheSameKeysAndNothingIsLostWhenOneDies() throws Exception {
    var clusters = new ArrayList<Cluster>();
    var rules = new ArrayList<Adding>();
    var shelves = new ArrayList<Shelf>();
    for (int i = 0; i < 3; i++) {
      var cluster = network.prepare(network.settings(i));
      var rule = new Adding();
      clusters.add(cluster);
      rules.add(rule);
      shelves.add(cluster.shelf(rule, 100_000_000));
    }
    Loopback.beginInTurn(clusters.get(0), clusters.get(1), clusters.get(2));
    Loopback.untilAllSee(3, clusters.toArray(new Cluster[0]));
    int keys = 100;
    addToAll(shelves, keys);
    await().until(() -> held(shelves) == keys);
    for (var rule : rules) {
      assertThat(rule.due).isEmpty();
    }

    Loopback.kill(clusters.get(2));
    Loopback.untilAllSee(2, clusters.get(0), clusters.get(1));
    var left = shelves.subList(0, 2);
    for (int key = 0; key < keys; key++) {
      assertThat(add(left.get(key % 2), "k" + key, 100)).isEqualTo(103);
    }
    // Each key is looked after by whom it belongs to now.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> rules.stream().flatMap(rule -> rule.due.stream()).distinct().count() == keys);
  }

  private static void addToAll(List<Shelf> shelves, int keys) throws Exception {
    var answers = new ArrayList<CompletableFuture<byte[]>>();
    for (var shelf : shelves) {
      for (int key = 0; key < keys; key++) {
        answers.add(shelf.change("k" + key, number(1)));
      }
    }
    for (var answer : answers) {
      answer.get(30, TimeUnit.SECONDS);
    }
  }

  private static int held(List<Shelf> shelves) {
    return shelves.stream().mapToInt(shelf -> shelf.held().keys()).sum();
  }
}
