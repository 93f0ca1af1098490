package io.serai.backend;

import io.serai.formats.ArrayPaths;
import io.serai.formats.CsvIn;
import io.serai.json.JsonProblem;
import io.serai.json.Shape;
import java.util.List;

/**
 * What a call makes of the body of its answer: read as a format, then shaped.
 *
 * @param shape {@code pick}, {@code drop}, {@code rename} and {@code unwrap} in one
 * @param arrays the elements of XML that are always arrays
 * @param separator between the fields of CSV
 * @param most how many bytes it may become
 * @param packed whether it may be asked for in gzip
 */
record Reading(
    Format format, Shape shape, ArrayPaths arrays, char separator, long most, boolean packed) {
  private static final List<String> SHAPING = List.of("pick", "drop", "rename", "unwrap");

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException with name, value, position and what was expected
   */
  static Reading read(Texts texts) {
    var shape = shape(texts);
    var format = Format.read(texts);
    if (format == Format.BYTES) {
      var as = texts.get("as", "");
      if (!as.isEmpty()) {
        throw texts.wrong(
            "format", "bytes", "json, xml, csv or text, for the part " + as + " has to be JSON");
      }
      for (var parameter : SHAPING) {
        if (!texts.get(parameter, "").isEmpty()) {
          throw texts.wrong(
              "format", "bytes", "json, for only JSON has what " + parameter + " names");
        }
      }
    }
    return new Reading(
        format,
        shape,
        arrays(texts),
        separator(texts),
        texts.size("maxBody", "8MiB"),
        texts.flag("gzip", true));
  }

  /** The innermost message is the one shown. */
  @SuppressWarnings("UnusedException") // its message is all there is to it
  private static ArrayPaths arrays(Texts texts) {
    try {
      return ArrayPaths.parse(texts.get("arrays", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(texts.name("arrays") + ": " + e.getMessage());
    }
  }

  private static char separator(Texts texts) {
    var text = texts.get("csvSeparator", ",");
    var separator = CsvIn.separator(text);
    if (separator == null) {
      throw texts.wrong("csvSeparator", text, "one character such as ; or the word tab");
    }
    return separator;
  }

  /** The innermost message is the one shown, so it has to name the parameter. */
  @SuppressWarnings("UnusedException") // its message is all there is to it
  private static Shape shape(Texts texts) {
    try {
      return Shape.of(
          texts.get("pick"), texts.get("drop"), texts.get("rename"), texts.get("unwrap"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  /** The value of an answer that was a success; where a part or a shape is wanted, JSON. */
  Value value(Answer answer, boolean wantsJson, boolean toHead) {
    return Value.of(answer, this, wantsJson || !shape.isNone(), toHead);
  }

  /** A success in the shape asked for. What stands for no body, {@code null}, is left alone. */
  @SuppressWarnings("ReferenceEquality") // that very null, not a backend's
  Verdict shaped(Verdict verdict) {
    var answer = verdict.from();
    if (shape.isNone()
        || !verdict.isSuccess()
        || answer == null
        || verdict.body() == Value.NULL.bytes()) {
      return verdict;
    }
    try {
      return Verdict.success(answer, new Value(shape.apply(verdict.body()), true, ""));
    } catch (JsonProblem e) {
      return Verdict.bad(answer, Figures.End.INVALID, "" + e.getMessage(), 502);
    }
  }
}
