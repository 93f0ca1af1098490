package io.serai.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which headers cross the gateway, from a text such as {@code X-Tenant, Accept-Language}, {@code
 * X-Plan={user.plan}} or {@code *}. Nothing else crosses, and whatever the text says, never those
 * that belong to one connection (RFC 9110 section 7.6.1) and never a {@code Camel*} one, in any
 * case mix.
 */
public final class HeaderRules {
  /** Lets nothing through. */
  public static final HeaderRules NONE = new HeaderRules(false, List.of(), List.of());

  private static final Set<String> OF_ONE_CONNECTION =
      caseless(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "Proxy-Authentication-Info",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings",
          // Not hop-by-hop by that section, but each side frames its own messages.
          "Content-Length");

  /**
   * A header the gateway itself sends on.
   *
   * @param name as written
   */
  public record Added(String name, Template value) {}

  private final boolean all;
  private final List<String> names;
  private final Set<String> caseless;
  private final List<Added> added;

  private HeaderRules(boolean all, List<String> names, List<Added> added) {
    this.all = all;
    this.names = List.copyOf(names);
    this.caseless = caseless(names.toArray(String[]::new));
    this.added = List.copyOf(added);
  }

  /**
   * Reads the rules.
   *
   * @param parameter whose value it is, for messages
   * @throws IllegalArgumentException for what is no header name, or one that never crosses
   */
  public static HeaderRules parse(String parameter, String text) {
    boolean all = false;
    var names = new ArrayList<String>();
    var added = new ArrayList<Added>();
    for (var element : Lists.split(text, ',')) {
      if (element.equals("*")) {
        all = true;
        continue;
      }
      int equals = element.indexOf('=');
      var name = equals < 0 ? element : element.substring(0, equals).strip();
      checkName(parameter, name);
      if (equals < 0) {
        names.add(name);
      } else {
        var value = element.substring(equals + 1).strip();
        if (!isSafeValue(value)) {
          throw new IllegalArgumentException(
              parameter + ": " + name + ": a control character in its value (expected: text)");
        }
        added.add(new Added(name, Template.parse(value)));
      }
    }
    return all || !names.isEmpty() || !added.isEmpty() ? new HeaderRules(all, names, added) : NONE;
  }

  private static void checkName(String parameter, String name) {
    if (!isToken(name)) {
      throw new IllegalArgumentException(
          parameter
              + ": "
              + name
              + " (expected: header names separated by commas, Name={reference}, or *)");
    }
    if (isNever(name)) {
      throw new IllegalArgumentException(
          parameter
              + ": "
              + name
              + (OF_ONE_CONNECTION.contains(name)
                  ? " never crosses the gateway, which frames messages and keeps connections by"
                      + " itself (expected: an end-to-end header, RFC 9110 section 7.6.1)"
                  : " never crosses the gateway (expected: a header that isn't Camel's)")
              + ". Remove it from the list");
    }
  }

  /** Whether nothing crosses. */
  public boolean isNone() {
    return this == NONE;
  }

  /** Whether every header crosses that may. */
  public boolean all() {
    return all;
  }

  /** The names listed, as written. */
  public List<String> names() {
    return names;
  }

  /** What is set rather than let through. */
  public List<Added> added() {
    return added;
  }

  /** Whether a header of this name crosses. */
  public boolean lets(String name) {
    return (all || caseless.contains(name)) && !isNever(name);
  }

  /** Whether a header crosses under no rule: of one connection only, or Camel's own. */
  public static boolean isNever(String name) {
    return name.regionMatches(true, 0, "Camel", 0, 5) || OF_ONE_CONNECTION.contains(name);
  }

  /** The names that a {@code Connection} header declares to be of this connection only. */
  public static Set<String> connectionOptions(String value) {
    return caseless(Lists.split(value, ',').toArray(String[]::new));
  }

  /** Whether a text can be a header's value: no control character but a tab. */
  public static boolean isSafeValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110 section 5.6.2. */
  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static Set<String> caseless(String... names) {
    var set = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /** The rules in words. */
  @Override
  public String toString() {
    return (all ? "* " : "") + String.join(", ", names).toLowerCase(Locale.ROOT);
  }
}
