package io.serai.request;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A query string with references, {@code lang={query.lang:en}&view=full}. A parameter whose
 * reference ends in {@code ?} is left out when it has no value; {@code *} is the client's query as
 * it came.
 */
public final class QueryTemplate {
  private final List<Template> parameters;
  private final boolean constant;

  private QueryTemplate(List<Template> parameters) {
    this.parameters = List.copyOf(parameters);
    this.constant = parameters.stream().allMatch(QueryTemplate::isConstant);
  }

  /** Reads a query; every text is one. */
  public static QueryTemplate parse(String text) {
    var parameters = new ArrayList<Template>();
    for (var parameter : Lists.split(text, '&')) {
      parameters.add(Template.parse(parameter));
    }
    return new QueryTemplate(parameters);
  }

  public List<Template.Reference> references() {
    return parameters.stream().flatMap(each -> each.references().stream()).toList();
  }

  /** Whether it is the same for every request. */
  public boolean isConstant() {
    return constant;
  }

  /** Appends it to a request target, with its question mark if anything is left in. */
  public @Nullable Gap append(Request request, Exchange exchange, ByteBuf out) {
    return append(request, exchange, false, out);
  }

  /** Appends it as the body of a form, {@code application/x-www-form-urlencoded}. */
  public @Nullable Gap form(Request request, Exchange exchange, ByteBuf out) {
    return append(request, exchange, true, out);
  }

  private @Nullable Gap append(Request request, Exchange exchange, boolean form, ByteBuf out) {
    int separator = form ? 0 : '?';
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      int before = out.writerIndex();
      if (separator != 0) {
        out.writeByte(separator);
      }
      int start = out.writerIndex();
      Gap gap = null;
      if (isWhole(parameter)) {
        raw(request.inputs().rawQuery(), out);
      } else {
        gap = parameter.query(request, exchange, form, out);
      }
      if (gap != null && gap.kind() != Gap.Kind.SKIPPED) {
        return gap;
      }
      if (gap != null || out.writerIndex() == start) {
        out.writerIndex(before);
      } else {
        separator = '&';
      }
    }
    return null;
  }

  private static void raw(String query, ByteBuf out) {
    if (!query.isEmpty()) {
      Percent.literal(query, out);
    }
  }

  private static boolean isConstant(Template parameter) {
    return parameter.isConstant() && !isWhole(parameter);
  }

  private static boolean isWhole(Template parameter) {
    return parameter.isConstant() && parameter.toString().equals("*");
  }
}
