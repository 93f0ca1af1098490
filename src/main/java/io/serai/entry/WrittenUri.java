package io.serai.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a vanilla HTTP call as it is written, with Simple's <code>${…}</code> in it, taken
 * apart before any value is known: what a value says can then change neither where the call goes
 * nor how.
 *
 * @param endpoint scheme, host, port and the component's own options: nothing of a message
 * @param path behind the host, empty if there is none
 * @param query the parameters that go to the backend, in order
 */
public record WrittenUri(String endpoint, List<Piece> path, List<Parameter> query) {
  /** Everything up to what ends a host and its port; no second thoughts, or http: were a host. */
  private static final Pattern HOST =
      Pattern.compile("[a-z][a-z0-9+.-]*+:(//)?+((https?|proxy):(//)?+)?+[^/?#@${}]+(?=[/?])");

  /**
   * Text, or one expression.
   *
   * @param text an expression's with its braces
   */
  public record Piece(String text, boolean isExpression) {}

  /**
   * A query parameter.
   *
   * @param name as it is written
   */
  public record Parameter(String name, List<Piece> value) {}

  /**
   * Takes a URI apart; null if it isn't known before the message is where the call goes, which
   * options it has, or what the parameters are called.
   *
   * @param isOption whether a parameter of that name is an option of the component
   */
  public static @Nullable WrittenUri of(String uri, Predicate<String> isOption) {
    var host = HOST.matcher(uri);
    // RAW(…) may hold what looks like the next parameter.
    if (!host.lookingAt() || uri.contains("RAW(") || uri.contains("RAW{")) {
      return null;
    }
    var rest = pieces(uri.substring(host.end()));
    var path = new ArrayList<Piece>();
    var query = new ArrayList<Piece>();
    boolean behind = false;
    for (var piece : rest) {
      int question = behind || piece.isExpression() ? -1 : piece.text().indexOf('?');
      if (question >= 0) {
        behind = true;
        add(path, piece.text().substring(0, question));
        add(query, piece.text().substring(question + 1));
      } else {
        (behind ? query : path).add(piece);
      }
    }
    var parameters = parameters(query);
    return parameters == null ? null : of(host.group(), path, parameters, isOption);
  }

  private static @Nullable WrittenUri of(
      String host, List<Piece> path, List<Parameter> parameters, Predicate<String> isOption) {
    var options = new StringBuilder();
    var query = new ArrayList<Parameter>();
    for (var parameter : parameters) {
      if (!isOption.test(parameter.name())) {
        query.add(parameter);
      } else if (parameter.value().stream().anyMatch(Piece::isExpression)) {
        return null;
      } else {
        options.append(options.isEmpty() ? '?' : '&').append(parameter.name()).append('=');
        parameter.value().forEach(piece -> options.append(piece.text()));
      }
    }
    return new WrittenUri(host + options, List.copyOf(path), List.copyOf(query));
  }

  /** Null if an expression would be a name, or a name and a value. */
  private static @Nullable List<Parameter> parameters(List<Piece> query) {
    var parameters = new ArrayList<Parameter>();
    String name = null;
    var value = new ArrayList<Piece>();
    for (var piece : query) {
      if (piece.isExpression()) {
        if (name == null) {
          return null;
        }
        value.add(piece);
        continue;
      }
      var pairs = piece.text().split("&", -1);
      for (int i = 0; i < pairs.length; i++) {
        if (i > 0 && name != null) {
          parameters.add(new Parameter(name, List.copyOf(value)));
          name = null;
          value.clear();
        }
        int equals = name == null ? pairs[i].indexOf('=') : -1;
        if (name == null && equals < 0 && !pairs[i].isEmpty()) {
          return null;
        }
        if (name == null && equals >= 0) {
          name = pairs[i].substring(0, equals);
        }
        add(value, pairs[i].substring(equals + 1));
      }
    }
    if (name != null) {
      parameters.add(new Parameter(name, List.copyOf(value)));
    }
    return parameters;
  }

  private static void add(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, false));
    }
  }

  /** Text and expressions in turn, as the language Simple tells them apart. */
  public static List<Piece> pieces(String text) {
    var pieces = new ArrayList<Piece>();
    int from = 0;
    int open = next(text, 0);
    while (open >= 0) {
      int end = end(text, open);
      add(pieces, text.substring(from, open));
      pieces.add(new Piece(text.substring(open, end), true));
      from = end;
      open = next(text, end);
    }
    add(pieces, text.substring(from));
    return List.copyOf(pieces);
  }

  private static int next(String text, int from) {
    int shorter = text.indexOf("${", from);
    int longer = text.indexOf("$simple{", from);
    return shorter < 0 ? longer : longer < 0 ? shorter : Math.min(shorter, longer);
  }

  /** Behind the brace that closes it; expressions may hold expressions. */
  private static int end(String text, int open) {
    int depth = 0;
    for (int i = text.indexOf('{', open); i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
