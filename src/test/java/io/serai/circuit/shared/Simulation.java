package io.serai.circuit.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.serai.circuit.CircuitOptions;
import io.serai.circuit.State;
import io.serai.circuit.WindowType;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.BeforeAll;

/**
 * The promises of the protocol, each in many worlds made of a seed; with {@code -Pslow} in more.
 * {@code -Dserai.simulation.seed=N -Dserai.simulation.worlds=1} plays one again.
 */
abstract class Simulation {
  static final long SECOND = World.SECONDS;
  static final long FIRST = Long.getLong("serai.simulation.seed", 1);
  private static final long WORLDS = Long.getLong("serai.simulation.worlds", 5);

  @BeforeAll
  static void quiet() {
    Configurator.setLevel("io.serai.circuit", Level.OFF);
  }

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + WORLDS);
  }

  static CircuitOptions probing(int permitted) {
    return options(permitted, 2, 8);
  }

  static CircuitOptions options(int permitted, int wait, int waitMax) {
    return options(10, permitted, wait, waitMax);
  }

  static CircuitOptions options(int minimum, int permitted, int wait, int waitMax) {
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

  static int permittedOf(Random random) {
    return new int[] {1, 1, 3, 10}[random.nextInt(4)];
  }

  /** The backend dies, and all have opened for it. */
  static void die(World world) {
    world.backendIsWell = false;
    long end = world.now() + 12 * SECOND;
    while (world.alive().stream().anyMatch(node -> node.state() == State.CLOSED)) {
      assertTrue(world.now() < end, world.words());
      world.run(10 * World.MILLIS);
    }
  }

  /** Forty things that happen to them, and then nothing more. */
  static void chaos(World world, Random random, int nodes) {
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

  static void assertClosed(World world) {
    for (var node : world.alive()) {
      assertEquals(State.CLOSED, node.state(), node.member.name() + " in " + world.words());
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }
}
