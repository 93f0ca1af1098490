package io.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.testing.Management;
import io.serai.testing.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All backends of one unit die, each in its own way: they aren't hammered, the unit's clients don't
 * wait, and the unit beside it notices nothing.
 */
@Timeout(600)
class OutageIT {
  /** How many times of peace and of outage the long proof compares. */
  private static final int PAIRS = Integer.getInteger("serai.outages", 7);

  private static final int PHASE_SECONDS = 10;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** What the settings say of retries at their defaults. */
  private static final double BUDGET = 0.2;

  private static final int FLOOR = 10;

  /** What a build beside it makes of a median; the shortest time-out here is 100 ms. */
  private static final int BUSY_MS = 25;

  @TempDir Path folder;

  @Test
  void openCircuitsSpareTheBackendsTheClientsAndTheUnitBesideIt() throws Exception {
    try (var outage = new Outage(folder, "backend.default.circuit.slidingWindowSize=2")) {
      outage.goOn(3);
      long peace = System.nanoTime();
      outage.goOn(3);
      long dying = System.nanoTime();
      var callsBefore = outage.calls();
      outage.begin(Duration.ofMillis(500));
      outage.awaitOpen();
      long open = System.nanoTime();
      var atOpen = outage.calls();
      outage.goOn(5);
      var after = outage.calls();
      long over = System.nanoTime();
      outage.end();
      long whole = System.nanoTime();
      outage.goOn(3);
      long end = System.nanoTime();
      outage.stop();

      int offered = outage.offered(dying, over);
      var calls = after.since(callsBefore);
      System.out.println("of " + offered + " offered, " + calls);
      double most = (1 + BUDGET) * offered + FLOOR * seconds(over - dying);
      assertThat(calls.seen()).as("calls at each").allMatch(seen -> seen <= most);

      var answers =
          outage.ofMortal(open, over).stream()
              .filter(it -> it.due() + it.nanos() - over < 0)
              .toList();
      var pages = answers.stream().filter(it -> it.path().equals(Outage.PAGE)).toList();
      assertThat(pages).isNotEmpty().allMatch(it -> it.status() == 200);
      assertThat(after.since(atOpen).rejected())
          .as("rejected of %d pages' calls to each", pages.size())
          .allMatch(rejected -> rejected > 0.9 * pages.size());
      // A probe's own failure is another status.
      assertThat(answers.stream().filter(it -> it.status() == 503).count())
          .as("503s of those that require all parts, of %d", answers.size() - pages.size())
          .isGreaterThan((answers.size() - pages.size()) * 9L / 10);
      var rejections = Spread.of(answers);
      var meanwhile = Spread.of(outage.ofWell(open, over));
      System.out.println("with open circuits " + rejections);
      assertThat(rejections.p50())
          .as("median with open circuits, ms; of the unit beside it %.2f", meanwhile.p50())
          .isLessThan(Math.max(10, meanwhile.p50()));

      assertThat(outage.ofWell(peace, end)).allMatch(it -> it.status() == 200);
      var before = Spread.of(outage.ofWell(peace, dying));
      var beside = Spread.of(outage.ofWell(dying, over));
      var later = Spread.of(outage.ofWell(whole, end));
      System.out.println("beside it: before " + before);
      System.out.println("        meanwhile " + beside);
      System.out.println("            later " + later);
      double inPeace = Math.max(before.p50(), later.p50());
      assertThat(beside.p50())
          .as("median beside it, ms; in peace %.2f", inPeace)
          .isLessThan(2 * Math.max(inPeace, BUSY_MS));
    }
  }

  /**
   * The budget looks back ten seconds, which are the eight of this outage and two before it: what
   * it grants in them is a share of what was called in them.
   */
  @Test
  @Tag("slow")
  void withoutCircuitsRetriesStayWithinTheirBudget() throws Exception {
    try (var outage = new Outage(folder, "backend.default.circuit=false")) {
      outage.goOn(3);
      long begin = System.nanoTime();
      outage.goOn(2);
      var before = outage.calls();
      long dying = System.nanoTime();
      outage.begin(Duration.ZERO);
      outage.goOn(8);
      var calls = outage.calls().since(before);
      long over = System.nanoTime();
      outage.stop();

      int offered = outage.offered(begin, over);
      System.out.println("of " + offered + " offered, " + calls);
      double granted = BUDGET * offered + FLOOR * seconds(over - begin);
      assertThat(calls.retries())
          .as("retries of %d calls", offered)
          .allMatch(retries -> retries > granted / 4 && retries <= granted);
      assertThat(calls.seen()).as("calls at each").allMatch(seen -> seen <= offered + granted);
      assertThat(outage.ofWell(begin, over)).allMatch(it -> it.status() == 200);
      System.out.println("without circuits " + Spread.of(outage.ofMortal(dying, over)));
      System.out.println("       beside it " + Spread.of(outage.ofWell(dying, over)));
    }
  }

  /** Gateway on one processor, load and backends on another, times of peace and outage in turn. */
  @Test
  @Tag("slow")
  void thePercentilesOfTheUnitBesideItStayAsTheyWere() throws Exception {
    assumeTrue(
        PROCESSORS > 1 && Files.isExecutable(Path.of("/usr/bin/taskset")),
        "skipped: needs two processors and taskset");
    long own = ProcessHandle.current().pid();
    try (var outage =
        new Outage(
            folder,
            "listener.loops=1",
            // The waits stay as they are by default: a request that carries a probe waits for it,
            // so how many of a hundred do is a matter of how often circuits probe.
            "backend.default.circuit.slidingWindowSize=2")) {
      Management.pin(outage.pid(), "0");
      Management.pin(own, "1");
      outage.goOn(20);
      var peace = new ArrayList<Spread>();
      var meanwhile = new ArrayList<Spread>();
      var open = new ArrayList<Spread>();
      for (int pair = 0; pair < PAIRS; pair++) {
        long from = System.nanoTime();
        outage.goOn(PHASE_SECONDS);
        peace.add(Spread.of(outage.ofWell(from, System.nanoTime())));
        outage.begin(Duration.ZERO);
        outage.awaitOpen();
        from = System.nanoTime();
        outage.goOn(PHASE_SECONDS);
        long to = System.nanoTime();
        meanwhile.add(Spread.of(outage.ofWell(from, to)));
        open.add(Spread.of(outage.ofMortal(from, to)));
        print("pair " + pair, peace.get(pair), meanwhile.get(pair), open.get(pair));
        outage.end();
        outage.goOn(3);
      }
      outage.stop();
      var well = Spread.median(peace);
      var beside = Spread.median(meanwhile);
      var rejections = Spread.median(open);
      print("medians", well, beside, rejections);
      // On a machine that others use too, times of peace differ by more than that.
      double noise = Spread.upperQuartile(peace, Spread::p99);
      assertThat(beside.p99())
          .as("p99 beside it, ms; in the worse times of peace %.2f", noise)
          .isLessThan(Math.max(1.1 * well.p99(), noise));
      assertThat(rejections.p99()).as("p99 with open circuits, ms").isLessThan(10);
    } finally {
      Management.pin(own, "0-" + (PROCESSORS - 1));
    }
  }

  private static void print(String what, Spread peace, Spread meanwhile, Spread open) {
    System.out.printf(
        "%s%n  beside it in peace      %s%n  beside it in the outage %s%n  open circuits           %s%n",
        what, peace, meanwhile, open);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
