package io.serai.circuit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Resilience4jConfigurationCommon;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Configurations of which the first that says something of an option counts. */
final class Layers {
  private final CamelContext context;
  private final String where;
  private final List<Resilience4jConfigurationCommon> layers = new ArrayList<>();

  /**
   * None yet.
   *
   * @param where begins what is complained of
   */
  Layers(CamelContext context, String where) {
    this.context = context;
    this.where = where;
  }

  void add(@Nullable Resilience4jConfigurationCommon layer) {
    if (layer != null) {
      layers.add(layer);
    }
  }

  boolean flag(
      String option, Function<Resilience4jConfigurationCommon, String> of, boolean otherwise) {
    var text = first(of);
    if (text == null) {
      return otherwise;
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw wrong(option, text, "true or false");
    }
    return Boolean.parseBoolean(text);
  }

  int number(String option, Function<Resilience4jConfigurationCommon, String> of, int otherwise) {
    var text = first(of);
    try {
      int number = text == null ? otherwise : Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(option, "" + text, "a whole number from 1");
  }

  float percent(
      String option, Function<Resilience4jConfigurationCommon, String> of, float otherwise) {
    var text = first(of);
    try {
      float number = text == null ? otherwise : Float.parseFloat(text);
      if (number > 0 && number <= 100) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(option, "" + text, "a percentage above 0, 100 at most");
  }

  Duration seconds(
      String option, Function<Resilience4jConfigurationCommon, String> of, Duration otherwise) {
    var text = first(of);
    return text == null ? otherwise : Duration.ofNanos(nanos(option, text, TimeUnit.SECONDS));
  }

  long millis(String option, Function<Resilience4jConfigurationCommon, String> of, long otherwise) {
    var text = first(of);
    return nanos(option, text == null ? "" + otherwise : text, TimeUnit.MILLISECONDS);
  }

  /** A plain number is in the unit that Camel reads it in. */
  long nanos(String option, String text, TimeUnit plain) {
    try {
      boolean isPlain = text.chars().allMatch(c -> c >= '0' && c <= '9');
      long nanos =
          isPlain
              ? plain.toNanos(Long.parseLong(text))
              : TimeUnit.MILLISECONDS.toNanos(TimeUtils.toMilliSeconds(text));
      if (nanos >= 0) {
        return nanos;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Told below; Camel's reader looks for a unit without asking whether there is a number.
    }
    var unit = plain.name().toLowerCase(Locale.ROOT);
    throw wrong(option, text, unit + ", or a number and a unit such as 500ms or 5s");
  }

  List<String> list(Function<Resilience4jConfigurationCommon, List<String>> of) {
    for (var layer : layers) {
      var names = of.apply(layer);
      if (names != null && !names.isEmpty()) {
        return names.stream().map(name -> "" + text(name)).toList();
      }
    }
    return List.of();
  }

  @Nullable String first(Function<Resilience4jConfigurationCommon, @Nullable String> of) {
    for (var layer : layers) {
      var text = text(of.apply(layer));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  @Nullable String text(@Nullable String written) {
    return written == null ? null : CamelContextHelper.parseText(context, written).strip();
  }

  <T> @Nullable T bean(String name, Class<T> type) {
    return context.getRegistry().lookupByNameAndType(bare(name), type);
  }

  static String bare(String reference) {
    return reference.replaceFirst("^#(bean:)?", "");
  }

  IllegalArgumentException wrong(String option, String value, String expected) {
    return new IllegalArgumentException(
        where + option + ": '" + value + "' (expected: " + expected + ")");
  }
}
