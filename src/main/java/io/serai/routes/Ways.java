package io.serai.routes;

import io.serai.entry.Doors;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;

/** The ways into one generation: how units see the entry's {@link Doors}. */
public interface Ways {

  /** Gives a context everything the house offers its routes: ways in, backends, strategies. */
  void mount(CamelContext context);

  /** What is answered, once the context has started. */
  List<Doors.Door> all();

  /** A path and method that both answer, in words for the operator. */
  Optional<String> clashWith(Ways other);

  /** Completes when nothing that came in this way is in flight; asked after swapping out. */
  CompletableFuture<Void> drained();
}
