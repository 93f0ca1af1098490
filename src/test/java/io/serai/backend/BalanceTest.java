package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Loops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private final Loops loops = Loops.start(1);
  private final Names names = new Names(loops, null);

  @AfterEach
  void close() {
    names.close();
    loops.close();
  }

  private Hosts hosts(int count) {
    return weighted(IntStream.range(0, count).map(i -> 1).toArray());
  }

  private Hosts weighted(int... weights) {
    var options = HostOptions.read(new Texts(Map.of(), "", Map.of()));
    var places = new ArrayList<Hosts.Place>();
    for (int weight : weights) {
      var origin = Origin.parse("http://h" + places.size());
      places.add(new Hosts.Place(new Host("a", origin, options, loops, names), weight, 0));
    }
    return new Hosts(places, false);
  }

  private static Map<Host, Integer> choose(Hosts hosts, @Nullable Host failed, int times) {
    var chosen = new HashMap<Host, Integer>();
    for (int i = 0; i < times; i++) {
      chosen.merge(Balance.choose(hosts, failed), 1, Integer::sum);
    }
    return chosen;
  }

  @Test
  void sharesOutEvenlyWhileNoneIsBusierThanAnother() {
    var hosts = hosts(5);
    assertThat(choose(hosts, null, 10_000).values())
        .hasSize(5)
        .allSatisfy(count -> assertThat(count).isBetween(1700, 2300));
  }

  @Test
  void spreadsCallsThatLastFarBetterThanChance() {
    var hosts = hosts(10);
    for (int i = 0; i < 1000; i++) {
      Balance.choose(hosts, null).inUse.getAndIncrement();
    }
    for (var host : hosts) {
      assertThat(host.inUse.get()).isBetween(94, 106);
    }
  }

  @Test
  void passesOverTheHostThatHasMoreCallsOnItOfTwo() {
    var hosts = hosts(2);
    hosts.get(0).inUse.set(3);
    assertThat(choose(hosts, null, 100)).containsOnlyKeys(hosts.get(1));
  }

  @Test
  void neverGoesBackToTheHostThatHasJustFailedWhereThereIsAnother() {
    for (int count : new int[] {2, 3, 7}) {
      var hosts = hosts(count);
      hosts.get(0).inUse.set(-9);
      var chosen = choose(hosts, hosts.get(0), 2000);
      assertThat(chosen).hasSize(count - 1).doesNotContainKey(hosts.get(0));
    }
    var one = hosts(1);
    assertThat(Balance.choose(one, one.get(0))).isSameAs(one.get(0));
  }

  @Test
  void sharesOutByWeightWhileNoneIsBusy() {
    var hosts = weighted(1, 3, 6, 0);
    var chosen = choose(hosts, null, 10_000);
    // Five standard deviations.
    assertThat(chosen.get(hosts.get(0))).isBetween(850, 1150);
    assertThat(chosen.get(hosts.get(1))).isBetween(2770, 3230);
    assertThat(chosen.get(hosts.get(2))).isBetween(5755, 6245);
    assertThat(chosen).hasSize(3);
  }

  @Test
  void keepsTheLoadOfEachByItsWeight() {
    for (int[] weights : new int[][] {{1, 3}, {1, 3, 6, 10}, {500, 1000, 500}}) {
      var hosts = weighted(weights);
      int sum = IntStream.of(weights).sum();
      for (int i = 0; i < 2000; i++) {
        Balance.choose(hosts, null).inUse.getAndIncrement();
      }
      for (int i = 0; i < hosts.count(); i++) {
        double fair = 2000.0 * weights[i] / sum;
        assertThat((double) hosts.get(i).inUse.get()).isBetween(fair * 0.9 - 2, fair * 1.1 + 2);
      }
    }
  }

  @Test
  void oneOfWeightNoughtIsNeverChosenHoweverTheOthersAre() {
    var hosts = weighted(0, 1, 1);
    hosts.get(1).ejection.eject(TimeUnit.HOURS.toNanos(1), "a test");
    assertThat(choose(hosts, null, 500)).containsOnlyKeys(hosts.get(2));
    assertThat(choose(hosts, hosts.get(2), 500)).containsOnlyKeys(hosts.get(2));
    hosts.get(2).ejection.eject(TimeUnit.HOURS.toNanos(1), "a test");
    assertThat(choose(hosts, null, 500)).containsOnlyKeys(hosts.get(1), hosts.get(2));
    assertThat(choose(hosts, hosts.get(1), 500)).containsOnlyKeys(hosts.get(2));
    assertThat(Balance.anyOpen(hosts)).isSameAs(hosts.get(1));

    var alone = weighted(0, 1);
    assertThat(choose(alone, alone.get(1), 100)).containsOnlyKeys(alone.get(1));
    alone.get(1).ejection.eject(TimeUnit.HOURS.toNanos(1), "a test");
    assertThat(choose(alone, alone.get(1), 100)).containsOnlyKeys(alone.get(1));
  }

  @Test
  void aRetryGoesElsewhereByWeightToo() {
    var hosts = weighted(10, 1, 3);
    var chosen = choose(hosts, hosts.get(0), 4000);
    assertThat(chosen).containsOnlyKeys(hosts.get(1), hosts.get(2));
    assertThat(chosen.get(hosts.get(2))).isBetween(2850, 3150);
  }
}
