package io.serai.entry.batch;

import io.netty.buffer.Unpooled;
import io.serai.json.JsonText;
import io.serai.request.BodyFlow;
import java.util.List;

/**
 * JSON Lines: a line each in the order in which they ended, and as soon as they do. What a client
 * doesn't take waits here: it is bounded by {@code maxBytes}, and counted.
 */
final class LineByLine implements Results, BodyFlow.Source {
  private static final byte[] LINE_END = {'\n'};

  private final String contentType;
  private final BodyFlow flow = new BodyFlow(BodyFlow.UNKNOWN, this).endsInTime();

  LineByLine(String contentType) {
    this.contentType = contentType;
  }

  @Override
  public void add(int at, byte[] result) {
    flow.add(Unpooled.wrappedBuffer(JsonText.unbroken(result), LINE_END));
  }

  @Override
  public void end() {
    flow.end(List.of());
  }

  @Override
  public Object body() {
    return flow;
  }

  @Override
  public boolean flows() {
    return true;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public void resume() {
    // Items end when they end.
  }

  @Override
  public void cancel() {
    // If the client has gone, so has its request, and the batch hears of that.
  }
}
