package io.serai.entry.batch;

import io.serai.request.Deadline;
import io.serai.settings.Settings;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code gateway:batch} with its parameters. */
public final class BatchEndpoint extends DefaultEndpoint {
  /** What stands behind {@code gateway:}. */
  public static final String NAME = "batch";

  private final BatchOptions options;
  private final long reserve;

  /** With what the settings say where the step doesn't. */
  public BatchEndpoint(String uri, Component component, BatchOptions options, Settings settings) {
    super(uri, component);
    this.options = options;
    this.reserve = settings.get(Deadline.RESERVE).toNanos();
  }

  @Override
  public Producer createProducer() {
    return new BatchProducer(this, options, reserve);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "gateway:batch can't stand in from: (expected: a path there, gateway:/batch, and"
            + " gateway:batch in to)");
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
