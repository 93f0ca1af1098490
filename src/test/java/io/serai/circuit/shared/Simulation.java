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

  static void assertClosed(World world) {
    for (var node : world.alive()) {
      assertEquals(State.CLOSED, node.state(), node.member.name() + " in " + world.words());
    }
    assertEquals("", String.join("\n", world.violations), world.words());
  }
}
