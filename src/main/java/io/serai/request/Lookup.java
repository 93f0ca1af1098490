package io.serai.request;

import io.serai.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a reference means: a {@code String} is text, a {@code byte[]} is raw JSON, a {@code
 * List<byte[]>} are the values of an array; null is missing.
 */
final class Lookup {
  private Lookup() {}

  /** The claims of the caller's token, a map by name. */
  static final String CLAIMS = "io.serai.Claims";

  /** What a reference through an array finds where that isn't empty but missing, or its values. */
  static final List<byte[]> NO_VALUES = Collections.unmodifiableList(new ArrayList<>(0));

  static @Nullable Object find(Slot slot, Request request, Exchange exchange) {
    var value = value(slot, request, exchange);
    return value == null ? slot.reference().defaultText() : value;
  }

  private static @Nullable Object value(Slot slot, Request request, Exchange exchange) {
    var name = slot.reference().name();
    return switch (slot.namespace()) {
      case PATH -> path(name, request, exchange);
      case PART -> part(slot, request.parts().get(name));
      case QUERY -> request.inputs().query(name);
      case HEADER -> header(name, request, exchange);
      case COOKIE -> request.inputs().cookie(name);
      case CLAIM -> claim(name, exchange);
      case PROPERTY -> plain(exchange.getProperty(name));
      case ITEM -> element(slot, request.element(), exchange);
      case INDEX -> index(request.element(), exchange);
      case REST -> String.join("/", request.inputs().rest());
    };
  }

  private static @Nullable Object path(String name, Request request, Exchange exchange) {
    var inputs = request.inputs();
    // A timer's route has no gateway path; there the name is a header that the route has set.
    return inputs == Inputs.NONE ? plain(exchange.getMessage().getHeader(name)) : inputs.path(name);
  }

  private static @Nullable Object header(String name, Request request, Exchange exchange) {
    var inputs = request.inputs();
    return inputs == Inputs.NONE
        ? plain(exchange.getMessage().getHeader(name))
        : inputs.header(name);
  }

  private static @Nullable Object part(Slot slot, @Nullable Outcome outcome) {
    if (outcome == null || !outcome.isSuccess() || !outcome.json()) {
      return null;
    }
    return within(slot, outcome.body());
  }

  private static @Nullable Object within(Slot slot, byte[] json) {
    if (!slot.walks()) {
      return notNull(slot.member().find(json));
    }
    var values = slot.member().distinct(json);
    return values.isEmpty() && !slot.member().walksNothing(json) ? NO_VALUES : values;
  }

  private static byte @Nullable [] notNull(byte @Nullable [] raw) {
    return raw == null || JsonText.isNull(raw) ? null : raw;
  }

  private static @Nullable Object claim(String name, Exchange exchange) {
    return exchange.getProperty(CLAIMS) instanceof Map<?, ?> claims
        ? plain(claims.get(name))
        : null;
  }

  private static @Nullable Object element(
      Slot slot, Request.@Nullable Element element, Exchange exchange) {
    if (element == null) {
      return item(slot, exchange.getMessage().getBody());
    }
    if (!(element.item() instanceof byte[] json)) {
      return item(slot, element.item());
    }
    if (slot.reference().member().isEmpty()) {
      return notNull(json);
    }
    return within(slot, json);
  }

  private static @Nullable Object index(Request.@Nullable Element element, Exchange exchange) {
    return plain(
        element == null
            ? exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX)
            : Integer.valueOf(element.index()));
  }

  /** The element of Camel's own split is the body of its exchange. */
  private static @Nullable Object item(Slot slot, @Nullable Object body) {
    if (slot.reference().member().isEmpty()) {
      return plain(body);
    }
    if (body instanceof Map<?, ?> || body instanceof List<?>) {
      return plain(walk(body, slot.reference().member()));
    }
    byte[] json =
        body instanceof byte[] bytes
            ? bytes
            : body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    if (io.serai.json.JsonScan.check(json, 0, json.length) != io.serai.json.JsonScan.VALID) {
      return null;
    }
    return within(slot, json);
  }

  private static @Nullable Object walk(@Nullable Object from, String member) {
    var at = from;
    for (var name : member.split("\\.", -1)) {
      if (at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else if (at instanceof List<?> list && name.matches("\\d{1,9}")) {
        int index = Integer.parseInt(name);
        at = index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return at;
  }

  /** A number keeps being one in a JSON body. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString().getBytes(StandardCharsets.US_ASCII);
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return value == null ? null : value.toString();
  }

  /** As text: a JSON string without its quotes, an array's values joined by commas. */
  static @Nullable String text(Slot slot, @Nullable Object value) {
    if (value instanceof byte[] raw) {
      return JsonText.isString(raw)
          ? JsonText.scalar(raw)
          : new String(raw, StandardCharsets.UTF_8);
    }
    if (value instanceof List<?> values) {
      var joined = new StringBuilder();
      for (var each : values) {
        if (!joined.isEmpty()) {
          joined.append(',');
        }
        joined.append(text(slot, each));
      }
      // No values at all would ask a list endpoint for everything.
      return joined.isEmpty() ? slot.reference().defaultText() : joined.toString();
    }
    return (String) value;
  }
}
