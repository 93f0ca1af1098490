package io.serai.entry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;

/**
 * What one generation of a unit answers: its consumers add themselves while its context starts, the
 * listener serves it once it is swapped in, and it counts what is in flight so that the generation
 * can be drained.
 */
public final class Doors {
  private final String unit;
  private final Predicate<String> staysOnLoop;

  /**
   * Doors of one generation, none yet.
   *
   * @param unit for messages and the access log
   * @param staysOnLoop by route id, whether no step of the route can block
   */
  public Doors(String unit, Predicate<String> staysOnLoop) {
    this.unit = unit;
    this.staysOnLoop = staysOnLoop;
  }

  public String unit() {
    return unit;
  }

  /**
   * Gives a context its ways in, {@code gateway:}, {@code netty-http:} and {@code platform-http:},
   * all leading here.
   */
  public void mount(CamelContext context) {
    throw new UnsupportedOperationException(context.getName() + staysOnLoop);
  }

  /** One path and its methods, as the vocabulary writes them. */
  public record Door(String routeId, List<String> methods, String path) {}

  /** What is answered, once the context has started. */
  public List<Door> all() {
    throw new UnsupportedOperationException();
  }

  /** A path and method that both answer, in words that name both routes and units. */
  public Optional<String> clashWith(Doors other) {
    throw new UnsupportedOperationException(other.unit);
  }

  /** Completes when nothing that came in by these doors is in flight; call after swapping out. */
  public CompletableFuture<Void> drained() {
    throw new UnsupportedOperationException();
  }
}
