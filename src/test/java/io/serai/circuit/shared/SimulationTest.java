package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.State;
import io.serai.circuit.WindowType;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises of the protocol, each in many worlds made of a seed; with {@code -Pslow} in more.
 * {@code -Dserai.simulation.seed=N -Dserai.simulation.worlds=1} plays one again.
 */
class SimulationTest {
  private static final long SECOND = World.SECONDS;
  private static final long FIRST = Long.getLong("serai.simulation.seed", 1);
  private static final long WORLDS = Long.getLong("serai.simulation.worlds", 5);

  @BeforeAll
  static void quiet() {
    Configurator.setLevel("io.serai.circuit", Level.OFF);
  }

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + WORLDS);
  }

  private static CircuitOptions probing(int permitted) {
    return options(permitted, 2, 8);
  }

  private static CircuitOptions options(int permitted, int wait, int waitMax) {
    return options(10, permitted, wait, waitMax);
  }

  private static CircuitOptions options(int minimum, int permitted, int wait, int waitMax) {
    return new CircuitOptions(
        50,
        minimum,
        permitted,
        10,
        WindowType.TIME_BASED,
        Duration.ofSeconds(60),
        100,
        Duration.ofSeconds(wait),
        false,
        Duration.ofSeconds(waitMax),
        2,
        Duration.ofSeconds(10));
  }

  private static int permittedOf(Random random) {
    return new int[] {1, 1, 3, 10}[random.nextInt(4)];
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatOneOpensIsRejectedByTheIdleAndTheFailingWithinOneDelay(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(permittedOf(random)));
    world.nodes(1 + random.nextInt(3), 40).nodes(2 + random.nextInt(10), 0).nodes(2, 0.5);
    world.run(10 * SECOND);
    world.backendIsWell = false;
    long end = world.now() + 10 * SECOND;
    while (world.alive().stream().noneMatch(node -> node.state() == State.OPEN)) {
      assertTrue(world.now() < end, world.words());
      world.run(World.MILLIS);
    }
    world.run(world.network.longest + World.MILLIS);
    for (var node : world.nodes) {
      if (node.circuit.recent().healthy()) {
        continue;
      }
      assertEquals(State.OPEN, node.state(), world.words());
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRoundCostsNoMoreProbesThanPermittedWhileNothingIsLost(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    world
        .nodes(3 + random.nextInt(20), 5)
        .nodes(random.nextInt(5), 0)
        .nodes(random.nextInt(5), 0.2);
    for (int outages = 0; outages < 3; outages++) {
      world.run(15 * SECOND);
      world.backendIsWell = false;
      world.run((20 + random.nextInt(20)) * SECOND);
      world.backendIsWell = true;
      world.run(30 * SECOND);
      assertClosed(world);
    }
    assertTrue(world.probes.size() >= 3, world.words());
    assertTrue(world.mostProbes() <= permitted, world.probes + "\n" + world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRoundCostsNoMoreThanPermittedForEachSideOfAPartition(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    int nodes = 4 + random.nextInt(12);
    world.nodes(nodes, 5);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(random.nextInt(10) * SECOND + random.nextInt(1000) * World.MILLIS);
    world.network.cut(1 + random.nextInt(nodes - 1));
    world.run(random.nextInt(25) * SECOND);
    world.backendIsWell = random.nextBoolean();
    world.run(random.nextInt(25) * SECOND);
    world.network.heal();
    world.backendIsWell = true;
    world.run(40 * SECOND);
    assertClosed(world);
    assertTrue(world.mostProbes() <= 2 * permitted, world.probes + "\n" + world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneWithAHealthyPathIsNotOpenedByOthers(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(permittedOf(random)));
    int nodes = 3 + random.nextInt(6);
    world.nodes(nodes, 8);
    world.run(12 * SECOND);
    for (int i = 0; i < nodes / 2; i++) {
      world.node(i).pathIsBroken = true;
    }
    var healthy = world.node(nodes - 1);
    int rejected = healthy.rejected;
    world.run(120 * SECOND);
    assertEquals(rejected, healthy.rejected, world.words());
    assertTrue(world.node(0).rejected > 0, world.words());
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manySmallTroublesAddUp(long seed) {
    var world = new World(seed, probing(1)).nodes(20, 0.25);
    world.run(20 * SECOND);
    world.backendIsWell = false;
    world.run(15 * SECOND);
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manySmallTroublesOfFewCallsDoNot(long seed) {
    // None has enough calls to open by itself.
    var world = new World(seed, options(20, 1, 2, 8)).nodes(40, 0.25);
    world.failingShare = 0.15;
    world.run(60 * SECOND);
    for (var node : world.nodes) {
      assertEquals(0, node.rejected, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsSaidWhileAllIsWell(long seed) {
    var world = new World(seed, probing(1)).nodes(10, 20);
    world.run(10 * SECOND);
    int sent = world.network.sent;
    world.failingShare = 0.02;
    world.run(60 * SECOND);
    assertEquals(sent, world.network.sent, world.words());
  }

  /** With one call in half a minute at each, the permission must not always be elsewhere. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whereCallsAreRareItClosesAllTheSame(long seed) {
    var random = new Random(seed);
    var world = new World(seed, probing(new int[] {1, 3}[random.nextInt(2)])).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.backendIsWell = true;
    world.run(10 * SECOND);
    int calls = 0;
    while (world.alive().stream().anyMatch(node -> node.state() != State.CLOSED)) {
      assertTrue(calls < 40, world.words());
      var node = world.node(calls++ % 3);
      world.at(world.now(), node, node::call);
      world.run(30 * SECOND);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoHasNoCallsAnyMoreHandsItsProbesOver(long seed) {
    var world = new World(seed, options(1, 5, 5)).nodes(3, 10);
    world.run(12 * SECOND);
    die(world);
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.run(15 * SECOND);
    world.backendIsWell = true;
    var holder = world.node((int) (seed % 3));
    world.at(world.now(), holder, holder::call);
    world.run(2 * SECOND);
    assertEquals(State.HALF_OPEN, holder.state(), world.words());
    world.node((int) ((seed + 1) % 3)).callsPerSecond = 2;
    world.run(6 * SECOND);
    assertClosed(world);
  }

  /** Without a call of its own nothing makes it ask. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anIdleNodeThatMissedTheNewsHearsThemLater(long seed) {
    var world = new World(seed, probing(1)).nodes(3, 10).nodes(12, 0);
    world.network.lost = 0.2;
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.backendIsWell = true;
    world.run(60 * SECOND);
    assertClosed(world);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensItClosesWithinTwoWaitsAndNoNodeProbesMoreThanPermitted(long seed) {
    var random = new Random(seed);
    int permitted = permittedOf(random);
    var world = new World(seed, probing(permitted));
    chaos(world, random, 3 + random.nextInt(18));
    assertClosed(world);
    int bound = permitted * world.nodes.size();
    assertTrue(world.mostProbes() <= bound, world.probes + "\n" + world.words());
    assertEquals("", String.join("\n", world.violations), world.words());
  }

  private static void chaos(World world, Random random, int nodes) {
    world.nodes(nodes, 5).nodes(random.nextInt(4), 0).nodes(random.nextInt(3), 0.3);
    var network = world.network;
    network.lost = random.nextInt(3) * 0.08;
    network.late = random.nextInt(3) * 0.1;
    for (int i = 0; i < 40; i++) {
      world.run(random.nextInt(4000) * World.MILLIS);
      var alive = world.alive();
      var node = alive.get(random.nextInt(alive.size()));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> world.backendIsWell = !world.backendIsWell;
        case 3 -> node.pathIsBroken = !node.pathIsBroken;
        case 4 -> network.cut(1 + random.nextInt(world.nodes.size() - 1));
        case 5 -> network.heal();
        case 6 -> node.pause(random.nextInt(15) * SECOND);
        case 7 -> world.join(random.nextInt(2) * 5);
        case 8 -> {
          if (alive.size() > 2) {
            node.kill();
          }
        }
        default -> world.failingShare = random.nextInt(3) * 0.1;
      }
    }
    world.backendIsWell = true;
    world.failingShare = 0;
    world.nodes.forEach(node -> node.pathIsBroken = false);
    network.heal();
    network.lost = 0;
    network.late = 0;
    if (world.alive().stream().noneMatch(node -> node.callsPerSecond > 1)) {
      world.join(5);
    }
    // Pauses end, members find each other, the longest wait twice.
    world.run((15 + 9 + 2 * 8) * SECOND);
  }

  /** Which one, they must agree on; that a probe is under way just then must not count. */
  @ParameterizedTest
  @MethodSource("seeds")
  void sidesThatPartedComeToOneStandAgain(long seed) {
    var random = new Random(seed);
    int nodes = 4 + random.nextInt(8);
    var world = new World(seed, options(permittedOf(random), 10, 10)).nodes(nodes, 5);
    world.network.lost = 0.05;
    world.run(12 * SECOND);
    world.network.cut(1 + random.nextInt(nodes - 1));
    world.run(random.nextInt(8) * SECOND);
    world.backendIsWell = false;
    world.run((10 + random.nextInt(20)) * SECOND);
    world.network.heal();
    world.run(9 * SECOND);
    long end = world.now() + 8 * SECOND;
    while (world.nodes.stream().map(node -> node.stand().mark()).distinct().count() > 1) {
      assertTrue(world.now() < end, world.words());
      world.run(100 * World.MILLIS);
    }
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneThatWasCutOffWhenItClosedAsksLaterWhetherItIsStillSo(long seed) {
    var world = new World(seed, probing(1)).nodes(3, 10).nodes(1, 0);
    world.run(12 * SECOND);
    die(world);
    world.backendIsWell = true;
    // For less than membership would notice.
    world.network.cut(3);
    long end = world.now() + 5 * SECOND;
    while (world.node(0).state() != State.CLOSED) {
      assertTrue(world.now() < end, world.words());
      world.run(10 * World.MILLIS);
    }
    world.run(SECOND);
    world.network.heal();
    assertEquals(State.OPEN, world.node(3).state(), world.words());
    world.run(6 * SECOND);
    assertClosed(world);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void staysOpenForLongerEachTimeWhileProbesOfSeveralFail(long seed) {
    var world = new World(seed, probing(3)).nodes(3, 10);
    world.run(12 * SECOND);
    die(world);
    for (int i = 0; i < 300; i++) {
      world.run(100 * World.MILLIS);
      for (var node : world.nodes) {
        assertTrue(node.state() != State.CLOSED, world.words());
      }
    }
    assertTrue(world.node(0).stand().attempt() >= 3, world.words());
  }

  /** A reload may take the circuit from the one that holds the permission. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theProbesOfOneThatHasTheCircuitNoMoreAreFreeAfterATerm(long seed) {
    var world = new World(seed, options(1, 5, 5)).nodes(3, 10);
    world.run(12 * SECOND);
    die(world);
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.run(15 * SECOND);
    world.backendIsWell = true;
    var holder = world.node((int) (seed % 3));
    world.at(world.now(), holder, holder::call);
    world.run(SECOND);
    assertEquals(State.HALF_OPEN, holder.state(), world.words());
    holder.circuits.release(holder.circuit);
    var other = world.node((int) ((seed + 1) % 3));
    // Often enough that a second without a call, now and then, doesn't outlast the run.
    other.callsPerSecond = 5;
    world.run(14 * SECOND);
    assertEquals(State.CLOSED, other.state(), world.words());
  }

  @Test
  void aMessageFromThePastChangesNothing() {
    var world = new World(FIRST, probing(1)).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    world.backendIsWell = true;
    world.run(10 * SECOND);
    assertClosed(world);
    var old = world.node(0);
    var entry =
        new Message.Entry(
            new CircuitId(Node.CIRCUIT, old.circuit.fingerprint()),
            new Mark(1, old.member.id()),
            true,
            1,
            2000,
            "long ago",
            State.OPEN,
            false,
            List.of());
    world.nodes.forEach(node -> node.callsPerSecond = 0);
    world.run(11 * SECOND);
    var told = Wire.bytes(new Message.Told(Message.Told.Why.NEWS, List.of(entry)));
    world.at(world.now(), world.node(1), () -> world.node(1).receive(old.member, told));
    world.run(SECOND);
    assertClosed(world);
  }

  @Test
  void aCircuitThatComesLaterIsHeldAsAnOperatorWants() {
    var world = new World(FIRST, probing(1)).nodes(2, 1);
    world.run(2 * SECOND);
    world.node(0).circuits.shared("later", world.options, "");
    world.run(SECOND);
    world.node(0).circuits.force("later", State.FORCED_OPEN, "ops");
    world.run(SECOND);
    var later = world.node(1).circuits.shared("later", world.options, "");
    world.run(SECOND);
    assertEquals(State.FORCED_OPEN, later.state(), world.words());
  }

  @Test
  void aHundredNodesAreNoOther() {
    var world = new World(FIRST, probing(10)).nodes(60, 2).nodes(40, 0);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(20 * SECOND);
    for (var node : world.nodes) {
      assertTrue(node.state() != State.CLOSED, world.words());
    }
    world.node(0).kill();
    world.run(5 * SECOND);
    world.backendIsWell = true;
    world.run(2 * 8 * SECOND);
    assertClosed(world);
    assertTrue(world.mostProbes() <= 10, world.probes + "\n" + world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoJoinsTakesOverWhatTheOthersHave(long seed) {
    var world = new World(seed, options(1, 30, 60)).nodes(3, 10);
    world.run(12 * SECOND);
    world.backendIsWell = false;
    world.run(10 * SECOND);
    var joiner = world.join(0);
    world.run(SECOND);
    assertEquals(State.OPEN, joiner.state(), world.words());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatAnOperatorForcesHoldsEverywhereAndTheLatestWishWins(long seed) {
    var world = new World(seed, probing(1)).nodes(4, 5);
    world.run(10 * SECOND);
    world.node(1).circuits.force(Node.CIRCUIT, State.FORCED_OPEN, "ops");
    world.run(SECOND);
    var joiner = world.join(5);
    world.run(SECOND);
    world.nodes.forEach(node -> assertEquals(State.FORCED_OPEN, node.state(), world.words()));
    world.network.cut(2);
    world.run(SECOND);
    world.node(0).circuits.force(Node.CIRCUIT, State.FORCED_CLOSED, "ops");
    world.run(10 * SECOND);
    assertEquals(State.FORCED_CLOSED, world.node(1).state(), world.words());
    assertEquals(State.FORCED_OPEN, joiner.state(), world.words());
    joiner.circuits.force(Node.CIRCUIT, null, "ops");
    world.run(SECOND);
    assertEquals(State.CLOSED, world.node(3).state(), world.words());
    world.network.heal();
    world.run(10 * SECOND);
    assertClosed(world);
  }

  /** The backend dies, and all have opened for it. */
  private static void die(World world) {
    world.backendIsWell = false;
    long end = world.now() + 12 * SECOND;
    while (world.alive().stream().anyMatch(node -> node.state() == State.CLOSED)) {
      assertTrue(world.now() < end, world.words());
      world.run(10 * World.MILLIS);
    }
  }

  private static void assertClosed(World world) {
    for (var node : world.alive()) {
      assertEquals(State.CLOSED, node.state(), node.member.name() + " in " + world.words());
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }
}
