package io.serai.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How the text of a setting becomes a value.
 *
 * @param <T> the value
 * @param name for messages
 * @param expected for messages: what a right text looks like
 * @param reader throws {@link IllegalArgumentException} for a text that isn't one
 */
public record Type<T>(String name, String expected, Reader<T> reader) {

  /** Reads one text. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text);
  }

  private static final Pattern DURATION_FORM = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE_FORM =
      Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB|KB|MB|GB)", Pattern.CASE_INSENSITIVE);

  public static final Type<String> TEXT = new Type<>("text", "any text", text -> text);
  public static final Type<Integer> INTEGER =
      new Type<>("whole number", "a whole number", Integer::valueOf);
  public static final Type<Boolean> FLAG = new Type<>("flag", "true or false", Type::flag);
  private static final String DURATION_UNITS = "a number and a unit (ms, s, m, h, d), ";
  private static final String SIZE_UNITS = "a number and a unit (B, KiB, MiB, GiB), ";
  public static final Type<Duration> DURATION =
      new Type<>("duration", DURATION_UNITS + "such as 500ms", Type::duration);
  public static final Type<Long> SIZE =
      new Type<>("size", SIZE_UNITS + "such as 64KiB", Type::size);
  public static final Type<List<String>> LIST =
      new Type<>("list", "values separated by commas", Type::list);

  /** A text nobody shall see. */
  public static final Type<String> SECRET = new Type<>("secret", "any text", text -> text);

  /** One of the given words, exactly. */
  public static Type<String> choice(String... words) {
    var allowed = List.of(words);
    return new Type<>(
        "choice",
        String.join(" or ", words),
        text -> {
          if (!allowed.contains(text)) {
            throw new IllegalArgumentException("none of the words");
          }
          return text;
        });
  }

  /** A whole number, both ends included. */
  public static Type<Integer> between(int least, int most) {
    return within(INTEGER, "a whole number ", "" + least, "" + most);
  }

  /** A duration, both ends included and written as an operator would. */
  public static Type<Duration> duration(String least, String most) {
    return within(DURATION, DURATION_UNITS, least, most);
  }

  /** A size in bytes, both ends included and written as an operator would. */
  public static Type<Long> size(String least, String most) {
    return within(SIZE, SIZE_UNITS, least, most);
  }

  private static <T extends Comparable<? super T>> Type<T> within(
      Type<T> type, String form, String least, String most) {
    var from = type.read(least);
    var to = type.read(most);
    return new Type<>(
        type.name + ", " + least + " to " + most,
        form + "from " + least + " to " + most,
        text -> {
          var value = type.read(text);
          if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  /** The same, of which only some values will do. */
  public Type<T> that(String expected, Predicate<T> holds) {
    return new Type<>(
        name,
        expected,
        text -> {
          var value = read(text);
          if (!holds.test(value)) {
            throw new IllegalArgumentException("none of those that will do");
          }
          return value;
        });
  }

  /** Throws {@link IllegalArgumentException} for a text that isn't one, one beyond all too. */
  public T read(String text) {
    try {
      return reader.read(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("beyond all bounds", e);
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    var match = DURATION_FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("no duration with a unit");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static long size(String text) {
    if (text.equals("0")) {
      return 0;
    }
    var match = SIZE_FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("no size with a unit");
    }
    long amount = Long.parseLong(match.group(1));
    long unit =
        switch (match.group(2).toLowerCase(Locale.ROOT)) {
          case "b" -> 1L;
          case "kib" -> 1L << 10;
          case "mib" -> 1L << 20;
          case "gib" -> 1L << 30;
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          default -> 1_000_000_000L;
        };
    return Math.multiplyExact(amount, unit);
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
