package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.request.Loops;
import java.util.HashMap;
import java.util.Map;
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

  private Host[] hosts(int count) {
    var options = HostOptions.read(new Texts(Map.of(), "", Map.of()));
    var hosts = new Host[count];
    for (int i = 0; i < count; i++) {
      hosts[i] = new Host("a", Origin.parse("http://h" + i), options, loops, names);
    }
    return hosts;
  }

  private static Map<Host, Integer> choose(Host[] hosts, @Nullable Host failed, int times) {
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
    hosts[0].inUse.set(3);
    assertThat(choose(hosts, null, 100)).containsOnlyKeys(hosts[1]);
  }

  @Test
  void neverGoesBackToTheHostThatHasJustFailedWhereThereIsAnother() {
    for (int count : new int[] {2, 3, 7}) {
      var hosts = hosts(count);
      hosts[0].inUse.set(-9);
      var chosen = choose(hosts, hosts[0], 2000);
      assertThat(chosen).hasSize(count - 1).doesNotContainKey(hosts[0]);
    }
    var one = hosts(1);
    assertThat(Balance.choose(one, one[0])).isSameAs(one[0]);
  }
}
