package io.serai.entry.batch;

import io.serai.PartFailed;
import io.serai.request.Dispatch;
import io.serai.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** The step: takes the list out of the message, and puts the list of results in its place. */
final class BatchProducer extends DefaultAsyncProducer {
  private final BatchOptions options;
  private final long reserve;

  BatchProducer(BatchEndpoint endpoint, BatchOptions options, long reserve) {
    super(endpoint);
    this.options = options;
    this.reserve = reserve;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      boolean through = begin(exchange, callback);
      if (through) {
        callback.done(true);
      }
      return through;
    } catch (Throwable e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  /** Whether the route goes on at once. */
  private boolean begin(Exchange exchange, AsyncCallback callback) throws InvalidPayloadException {
    var request = Request.of(exchange);
    if (request == null || request.inputs().method().isEmpty()) {
      throw new IllegalStateException(
          "gateway:batch stands in the route of a client's request, whose headers are its items'");
    }
    var dispatch = request.dispatch();
    if (dispatch == null) {
      throw new PartFailed("", "a batch within a batch", 508, null);
    }
    var message = exchange.getMessage();
    var sent = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
    boolean lines = options.lines() && Media.isLines(sent);
    var items = items(message, lines);
    var results = results(items.size(), lines, dispatch);
    var batch =
        new Batch(
            options,
            request,
            dispatch,
            request.deadline().less(reserve),
            items,
            results,
            failed -> {
              results.end();
              if (!results.flows()) {
                request.resume(() -> end(exchange, results, failed, callback));
              }
            });
    if (results.flows()) {
      answer(message, results);
    }
    batch.begin();
    return results.flows();
  }

  private static void answer(Message message, Results results) {
    message.setBody(results.body());
    message.setHeader(Exchange.CONTENT_TYPE, results.contentType());
  }

  private List<Item> items(Message message, boolean lines) throws InvalidPayloadException {
    var body = bytes(message);
    return lines
        ? ItemList.lines(body, options.maxItems())
        : ItemList.array(body, options.maxItems());
  }

  private static byte[] bytes(Message message) throws InvalidPayloadException {
    var body = message.getBody();
    if (body == null) {
      return new byte[0];
    }
    return body instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : message.getMandatoryBody(byte[].class);
  }

  private Results results(int count, boolean lines, Dispatch dispatch) {
    var type = options.lines() ? Media.lines(dispatch::likes, lines) : null;
    return type == null ? Results.inOrder(count) : new LineByLine(type);
  }

  private static void end(
      Exchange exchange, Results results, @Nullable PartFailed failed, AsyncCallback callback) {
    if (failed != null) {
      exchange.setException(failed);
    } else {
      answer(exchange.getMessage(), results);
    }
    callback.done(false);
  }
}
