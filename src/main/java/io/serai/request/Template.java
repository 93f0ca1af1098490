package io.serai.request;

import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A text with references in braces, parsed once, filled in per call. */
public final class Template {
  private Template() {}

  /**
   * A reference as written.
   *
   * @param text without braces
   * @param namespace path, part, query, header, cookie, claim, property, item, index, rest
   * @param name within the namespace; for a part its name
   * @param member the JSON path within it, empty for the whole
   * @param defaultText or null
   * @param optional whether it ends in {@code ?}
   */
  public record Reference(
      String text,
      String namespace,
      String name,
      String member,
      @Nullable String defaultText,
      boolean optional) {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException in words for the operator
   */
  public static Template parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  public List<Reference> references() {
    throw new UnsupportedOperationException();
  }

  /** Whether it can be filled in for this request; see the vocabulary for what is encoded how. */
  public String fill(Request request, Exchange exchange) {
    throw new UnsupportedOperationException("" + request.identity() + exchange);
  }
}
