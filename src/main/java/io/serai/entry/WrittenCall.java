package io.serai.entry;

import io.serai.entry.WrittenUri.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A {@code toD} over HTTP: one endpoint for every message, and what the message says goes encoded
 * into the path and the query of its call. Camel would write the values into the URI and read that:
 * one with {@code &} is an option, one with {@code RAW($simple{…})} a program.
 */
final class WrittenCall extends DelegateAsyncProcessor {
  private final WrittenUri uri;
  private final List<Expression> path = new ArrayList<>();

  /** As many as are written so. */
  private final long emptySegments;

  private final List<List<Expression>> query = new ArrayList<>();

  WrittenCall(Processor call, WrittenUri uri, CamelContext context) {
    super(call);
    this.uri = uri;
    uri.path().forEach(piece -> path.add(expression(piece, context)));
    emptySegments =
        emptySegments(
            uri.path().stream()
                .map(piece -> piece.isExpression() ? "x" : piece.text())
                .collect(Collectors.joining()));
    for (var parameter : uri.query()) {
      var value = new ArrayList<Expression>();
      parameter.value().forEach(piece -> value.add(expression(piece, context)));
      query.add(value);
    }
  }

  private static Expression expression(Piece piece, CamelContext context) {
    var language = piece.isExpression() ? "simple" : "constant";
    var expression = context.resolveLanguage(language).createExpression(piece.text());
    expression.init(context);
    return expression;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      aim(exchange);
    } catch (Exception e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    return super.process(
        exchange,
        done -> {
          exchange.getMessage().removeHeader(Exchange.HTTP_PATH);
          exchange.getMessage().removeHeader(Exchange.HTTP_QUERY);
          callback.done(done);
        });
  }

  /** A URI without path or query leaves that of the message, as Camel's own toD does. */
  private void aim(Exchange exchange) throws Malformed {
    var message = exchange.getIn();
    if (!uri.path().isEmpty()) {
      var text = text(uri.path(), path, exchange);
      if (hasDotSegment(text)) {
        // Encoded dots are dots to many servers (RFC 3986 section 5.2.4), so none pass.
        throw Malformed.bad("a value that would be a dot segment in the path of a call");
      }
      if (emptySegments(text) > emptySegments) {
        // Without its value the path is another's: /orders/ lists what /orders/7 is one of.
        throw Malformed.bad("no value for a segment in the path of a call");
      }
      message.setHeader(Exchange.HTTP_PATH, text);
    }
    if (!uri.query().isEmpty()) {
      var text = new StringBuilder();
      for (int i = 0; i < query.size(); i++) {
        var parameter = uri.query().get(i);
        text.append(i == 0 ? "" : "&").append(parameter.name()).append('=');
        text.append(text(parameter.value(), query.get(i), exchange));
      }
      message.setHeader(Exchange.HTTP_QUERY, text.toString());
      // The request's own, which Camel puts first.
      message.removeHeader(Exchange.HTTP_RAW_QUERY);
    }
  }

  private static String text(List<Piece> pieces, List<Expression> filled, Exchange exchange) {
    var text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      @Nullable String value = filled.get(i).evaluate(exchange, String.class);
      var said = Objects.requireNonNullElse(value, "");
      text.append(pieces.get(i).isExpression() ? Percent.encode(said) : said);
    }
    return text.toString();
  }

  private static long emptySegments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(String::isEmpty).count();
  }

  private static boolean hasDotSegment(String path) {
    for (var segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
