package io.serai.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What a logger and those below it say from now on, at info and above. */
public final class LogLines extends AbstractAppender implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger logger;

  public LogLines(String logger) {
    super("lines", null, null, true, Property.EMPTY_ARRAY);
    this.logger = (Logger) LogManager.getLogger(logger);
    Configurator.setLevel(logger, Level.INFO);
    start();
    this.logger.addAppender(this);
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
  }

  /** Whether one line has all of these texts. */
  public boolean has(String... texts) {
    return count(texts) > 0;
  }

  /** How many lines have all of these texts. */
  public long count(String... texts) {
    return lines.stream().filter(line -> List.of(texts).stream().allMatch(line::contains)).count();
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
