package io.serai.request;

/** How route files refer to a bean: {@code name}, {@code #name} or {@code #bean:name}. */
public final class BeanName {
  private static final String MARK = "#";
  private static final String LONG_MARK = "#bean:";

  private BeanName() {}

  /** The name without its mark. */
  public static String of(String reference) {
    if (reference.startsWith(LONG_MARK)) {
      return reference.substring(LONG_MARK.length());
    }
    return reference.startsWith(MARK) ? reference.substring(MARK.length()) : reference;
  }
}
