package io.serai.examples;

import java.util.regex.Pattern;

/**
 * What an example says its answer is: a body, behind a status if that isn't 200; {@code …} stands
 * for any text.
 */
record Expected(int status, Pattern body, String written) {
  private static final Pattern STATUS = Pattern.compile("([1-5]\\d\\d)(?: (.*))?");

  static Expected read(String written) {
    var match = STATUS.matcher(written);
    boolean telling = match.matches();
    var body = telling ? (match.group(2) == null ? "" : match.group(2)) : written;
    var pattern = new StringBuilder();
    for (var piece : body.split("…", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
    }
    return new Expected(
        telling ? Integer.parseInt(match.group(1)) : 200,
        Pattern.compile(pattern.toString(), Pattern.DOTALL),
        written);
  }

  boolean isMetBy(int answered, String text) {
    return answered == status && body.matcher(text).matches();
  }
}
