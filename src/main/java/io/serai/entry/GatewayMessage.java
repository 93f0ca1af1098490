package io.serai.entry;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;

/**
 * A request as Camel sees it. Its headers are made when a step first looks at one: most routes read
 * what they need through references and never do.
 */
final class GatewayMessage extends DefaultMessage {
  private final Visit visit;

  GatewayMessage(CamelContext context, Visit visit) {
    super(context);
    this.visit = visit;
  }

  /** Whether no step has looked at a header, so that none can have been set. */
  boolean isUntouched() {
    return !hasPopulatedHeaders();
  }

  @Override
  protected boolean isPopulateHeadersSupported() {
    return true;
  }

  /** A copy is a plain message: its headers are copied into it. */
  @Override
  public DefaultMessage newInstance() {
    return new DefaultMessage(getCamelContext());
  }

  @Override
  protected void populateInitialHeaders(Map<String, Object> headers) {
    var terms = visit.served().way().terms();
    // From the weakest to the strongest: nothing a client sends replaces a path parameter, and no
    // query parameter stands in for a header that was let in.
    for (var name : terms.query().names()) {
      var value = visit.request().inputs().query(name);
      if (value != null && !HeaderNames.isCamel(name)) {
        headers.put(name, value);
      }
    }
    headers(visit, terms.requestHeaders(), headers);
    if (visit.served().way().keyRule() != KeyRule.NONE) {
      var key = visit.request().inputs().header(KeyRule.HEADER);
      if (key != null) {
        headers.put(KeyRule.HEADER, key);
      }
    }
    var contentType = visit.contentType();
    if (contentType != null) {
      headers.put(Exchange.CONTENT_TYPE, contentType);
    }
    var names = visit.served().pattern().names();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty()) {
        headers.put(names.get(i), visit.target().segments()[i]);
      }
    }
    camel(visit, headers);
  }

  private static void headers(Visit visit, NameRule rule, Map<String, Object> headers) {
    if (rule.letsNone()) {
      return;
    }
    var head = visit.head();
    for (int i = 0; i < head.count(); i++) {
      var name = head.name(i);
      var lower = name.toLowerCase(Locale.ROOT);
      boolean isGone = visit.isUnpacked() && lower.equals(Taking.CODING);
      if (!isGone && LetIn.isLetIn(head, rule, lower)) {
        var value = head.header(lower);
        if (value != null) {
          headers.put(name, value);
        }
      }
    }
  }

  /** What Camel's HTTP components say of a request, under their names. */
  static void camel(Visit visit, Map<String, Object> headers) {
    var target = visit.target();
    headers.put(Exchange.HTTP_METHOD, visit.head().method());
    headers.put(Exchange.HTTP_PATH, target.path());
    headers.put(Exchange.HTTP_URI, target.path());
    // Camel's HTTP producers send these on, so they hold what is let in and no more.
    var query = visit.request().inputs().rawQuery();
    if (!query.isEmpty()) {
      headers.put(Exchange.HTTP_QUERY, query);
      headers.put(Exchange.HTTP_RAW_QUERY, query);
    }
  }
}
