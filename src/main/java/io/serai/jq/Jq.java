package io.serai.jq;

import io.serai.settings.Settings;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What the floors above do with the language. */
public final class Jq {
  private Jq() {}

  /**
   * Gives the programs of a context their bounds; without, they have the defaults.
   *
   * @param nanosLeft nanoseconds until the deadline of the exchange's request, Long.MAX_VALUE if it
   *     has none
   */
  public static void mount(
      CamelContext context, Settings settings, ToLongFunction<Exchange> nanosLeft) {
    context.getRegistry().bind(Bounds.NAME, Bounds.of(settings, nanosLeft));
  }

  /** What is wrong with a program, in an operator's words; null if it can be run. */
  public static @Nullable String fault(String program) {
    try {
      Program.compile(program);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
