package io.serai.routes.check;

import java.util.regex.Pattern;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.jspecify.annotations.Nullable;

/** Whether a text can be a value of an option's type, by Camel's catalog. */
final class OptionTypes {
  /** What Camel's TimeUtils reads: milliseconds, numbers with units, ISO-8601. */
  private static final Pattern DURATION =
      Pattern.compile("-?\\d+|(\\d+(\\.\\d+)?\\s*(d|h|m|s|ms)[a-z]*\\s*)+|PT?\\d.*");

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private OptionTypes() {}

  static boolean isDuration(String text) {
    return DURATION.matcher(text).matches();
  }

  /** What was expected, null if the text will do. */
  static @Nullable String wrong(BaseOptionModel option, String text) {
    var enums = option.getEnums();
    return switch (option.getType() == null ? "" : option.getType()) {
      case "boolean" ->
          text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") ? null : "true or false";
      case "integer" -> INTEGER.matcher(text).matches() ? null : "a whole number without a unit";
      case "number" -> NUMBER.matcher(text).matches() ? null : "a number";
      case "duration" ->
          isDuration(text) ? null : "milliseconds, or a number and a unit such as 500ms or 2s";
      case "enum" ->
          enums == null || enums.stream().anyMatch(text::equalsIgnoreCase)
              ? null
              : "one of " + String.join(", ", enums);
      default -> null;
    };
  }
}
