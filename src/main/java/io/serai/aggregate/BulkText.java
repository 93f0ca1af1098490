package io.serai.aggregate;

import io.serai.json.JsonPath;
import io.serai.json.JsonText;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A jq program on JSON in bytes. The commonest ones, {@code .} and a way of names, are cut out of
 * the bytes, no tree is built.
 */
final class BulkText {
  private static final Pattern WAY = Pattern.compile("\\.([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)");

  private final boolean whole;
  private final @Nullable JsonPath way;
  private final Expression program;

  /**
   * Compiles it.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  BulkText(CamelContext context, String jq) {
    var named = WAY.matcher(jq);
    this.whole = jq.equals(".");
    this.way = named.matches() ? JsonPath.of(named.group(1)) : null;
    this.program = context.resolveLanguage("jq").createExpression(jq);
    program.init(context);
  }

  /**
   * What it makes of a valid text: valid, {@code null} for nothing.
   *
   * @param exchange whose body is the text from then on
   */
  byte[] of(byte[] text, Exchange exchange) {
    if (whole) {
      return text;
    }
    byte[] made;
    if (way != null) {
      made = way.find(text);
    } else {
      exchange.getMessage().setBody(text);
      made = program.evaluate(exchange, byte[].class);
    }
    return made == null ? JsonText.nullText() : made;
  }
}
