package io.serai.entry;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * The headers that came to an exchange from outside by a vanilla HTTP endpoint: a client's request
 * or a backend's answer. Copies of the exchange share it, on several threads.
 *
 * @param lines lower-case name, a line feed, value
 */
record Answered(Set<String> lines) {
  private static final String PROPERTY = "io.serai.entry.Answered";

  /** Remembers one value of one header. */
  static void remember(Exchange exchange, String name, Object value) {
    var answered = exchange.getProperty(PROPERTY, Answered.class);
    if (answered == null) {
      answered = new Answered(ConcurrentHashMap.newKeySet());
      exchange.setProperty(PROPERTY, answered);
    }
    answered.lines.add(line(name, value));
  }

  /** Whether that value of that header came from outside. */
  static boolean holds(Exchange exchange, String name, Object value) {
    var answered = exchange.getProperty(PROPERTY, Answered.class);
    return answered != null && answered.lines.contains(line(name, value));
  }

  private static String line(String name, Object value) {
    return name.toLowerCase(Locale.ROOT) + '\n' + value;
  }
}
