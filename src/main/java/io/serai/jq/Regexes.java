package io.serai.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import net.thisptr.jackson.jq.internal.misc.UnicodeUtils;
import org.joni.Matcher;
import org.joni.Option;
import org.jspecify.annotations.Nullable;

/** What {@code test}, {@code match}, {@code sub} and their kin are made of, within the time. */
final class Regexes {
  private Regexes() {}

  /** {@code _match_impl(regex; flags; test)}: whether there is a match, or an array of all. */
  static void match(Scope scope, List<Expression> args, JsonNode in, PathOutput output)
      throws JsonQueryException {
    var bytes = text(in, "matched").getBytes(StandardCharsets.UTF_8);
    args.get(2)
        .apply(
            scope,
            in,
            test ->
                args.get(1)
                    .apply(
                        scope,
                        in,
                        flags ->
                            args.get(0)
                                .apply(
                                    scope,
                                    in,
                                    regex ->
                                        output.emit(
                                            match(bytes, pattern(regex, flags), test), null))));
  }

  private static JsonNode match(byte[] bytes, OnigUtils.Pattern pattern, JsonNode test) {
    if (test.booleanValue()) {
      return BooleanNode.valueOf(search(matcher(pattern, bytes), 0, bytes.length));
    }
    var matches = new ArrayNode(Json.MAPPER.getNodeFactory());
    int[] chars = UnicodeUtils.UTF8CharIndex(bytes);
    each(
        bytes,
        pattern,
        found -> {
          var match = matches.addObject();
          match.put("offset", chars[found.getBegin()]);
          match.put("length", chars[found.getEnd()] - chars[found.getBegin()]);
          match.put("string", text(bytes, found.getBegin(), found.getEnd()));
          var captures = match.putArray("captures");
          for (int i = 1; i < pattern.names.length; i++) {
            var capture = captures.addObject();
            int from = begin(found, i);
            capture.put("offset", from < 0 ? -1 : chars[from]);
            capture.put("length", from < 0 ? 0 : chars[end(found, i)] - chars[from]);
            capture.set("string", captured(bytes, found, i));
            capture.put("name", pattern.names[i]);
          }
        });
    return matches;
  }

  /**
   * {@code _sub_impl(regex; replacement; flags)}. Of several outputs of the replacement the first
   * counts; one without any leaves no result.
   */
  static void substitute(Scope scope, List<Expression> args, JsonNode in, PathOutput output)
      throws JsonQueryException {
    var bytes = text(in, "substituted").getBytes(StandardCharsets.UTF_8);
    args.get(2)
        .apply(
            scope,
            in,
            flags ->
                args.get(0)
                    .apply(
                        scope,
                        in,
                        regex -> {
                          var made = substituted(scope, bytes, pattern(regex, flags), args.get(1));
                          if (made != null) {
                            output.emit(made, null);
                          }
                        }));
  }

  private static @Nullable JsonNode substituted(
      Scope scope, byte[] bytes, OnigUtils.Pattern pattern, Expression replacement)
      throws JsonQueryException {
    var spans = new ArrayList<int[]>();
    var captures = new ArrayList<ObjectNode>();
    each(
        bytes,
        pattern,
        found -> {
          var named = Json.MAPPER.createObjectNode();
          for (int i = 1; i < pattern.names.length; i++) {
            if (pattern.names[i] != null) {
              named.set(pattern.names[i], captured(bytes, found, i));
            }
          }
          spans.add(new int[] {found.getBegin(), found.getEnd()});
          captures.add(named);
        });
    var text = new StringBuilder();
    int from = 0;
    for (int i = 0; i < spans.size(); i++) {
      text.append(text(bytes, from, spans.get(i)[0]));
      from = spans.get(i)[1];
      var outputs = new ArrayList<JsonNode>(1);
      replacement.apply(scope, captures.get(i), outputs::add);
      if (outputs.isEmpty()) {
        return null;
      }
      text.append(text(outputs.get(0), "put into a text"));
      Budget.current().text(text.length() - (long) spans.get(i)[0]);
    }
    return TextNode.valueOf(text.append(text(bytes, from, bytes.length)).toString());
  }

  /** What is done with a match. */
  private interface Found {
    void at(Matcher match);
  }

  private static void each(byte[] bytes, OnigUtils.Pattern pattern, Found found) {
    var matcher = matcher(pattern, bytes);
    int from = 0;
    while (from <= bytes.length && search(matcher, from, bytes.length)) {
      Budget.current().steps(2 + pattern.names.length);
      found.at(matcher);
      if (!pattern.global) {
        return;
      }
      from = matcher.getEnd();
      if (matcher.getBegin() == matcher.getEnd()) {
        // Not the same empty match again, nor one inside a character.
        do {
          from++;
        } while (from < bytes.length && (bytes[from] & 0xC0) == 0x80);
      }
    }
  }

  private static Matcher matcher(OnigUtils.Pattern pattern, byte[] bytes) {
    var budget = Budget.current();
    budget.text(bytes.length);
    return pattern.regex.matcher(bytes, 0, bytes.length, Math.max(1, budget.nanosLeft()));
  }

  private static boolean search(Matcher matcher, int from, int to) {
    try {
      return matcher.searchInterruptible(from, to, Option.NONE) >= 0;
    } catch (InterruptedException e) {
      // Some expressions take for ever on some texts.
      throw Budget.current().late();
    }
  }

  private static OnigUtils.Pattern pattern(JsonNode regex, JsonNode flags)
      throws JsonQueryException {
    try {
      return Budget.current()
          .pattern(text(regex, "a regular expression"), flags.isNull() ? null : flags.asText());
    } catch (org.joni.exception.JOniException e) {
      throw new JsonQueryException("'" + regex.textValue() + "': " + e.getMessage());
    }
  }

  private static JsonNode captured(byte[] bytes, Matcher match, int group) {
    int from = begin(match, group);
    return from < 0
        ? NullNode.getInstance()
        : TextNode.valueOf(text(bytes, from, end(match, group)));
  }

  private static int begin(Matcher match, int group) {
    var region = match.getRegion();
    return region == null ? -1 : region.getBeg(group);
  }

  private static int end(Matcher match, int group) {
    return match.getRegion().getEnd(group);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static String text(JsonNode node, String what) throws JsonQueryException {
    if (!node.isTextual()) {
      throw new JsonQueryTypeException(Builtins.typeOf(node) + " cannot be " + what);
    }
    return node.textValue();
  }
}
