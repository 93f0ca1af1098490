package io.serai.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit in {@code routes/}, and the calls that the comments at its top show: {@code # curl …} and
 * under it {@code # → STATUS BODY}, where a body between slashes is a pattern and none means that
 * it is empty.
 *
 * @param unit a file or a folder
 * @param files of the unit
 */
record Example(Path unit, List<Path> files, List<Call> calls) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** A request and what must come back. */
  record Call(
      String method, String path, List<String> headers, String body, int status, String expected) {

    boolean isAnsweredBy(int gotStatus, String gotBody) {
      boolean isPattern =
          expected.length() > 1 && expected.startsWith("/") && expected.endsWith("/");
      return gotStatus == status
          && (isPattern
              ? Pattern.compile(expected.substring(1, expected.length() - 1), Pattern.DOTALL)
                  .matcher(gotBody)
                  .matches()
              : gotBody.equals(expected));
    }

    @Override
    public String toString() {
      return method + " " + path + " → " + status + " " + expected;
    }
  }

  /** Every unit in a folder of {@code routes/}. */
  static List<Example> in(String folder) throws IOException {
    var examples = new ArrayList<Example>();
    try (var entries = Files.list(Path.of("routes", folder))) {
      for (var entry : entries.sorted().toList()) {
        if (Files.isDirectory(entry)) {
          try (var files = Files.list(entry)) {
            examples.add(of(entry, files.sorted().toList()));
          }
        } else if (entry.toString().endsWith(".camel.yaml")) {
          examples.add(of(entry, List.of(entry)));
        }
      }
    }
    return examples;
  }

  private static Example of(Path unit, List<Path> files) throws IOException {
    var calls = new ArrayList<Call>();
    for (var file : files) {
      String curl = "";
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("# curl ")) {
          curl = line.substring("# curl ".length());
        } else if (line.startsWith("# → ")) {
          calls.add(call(curl, line.substring("# → ".length()).strip()));
        }
      }
    }
    return new Example(unit, files, calls);
  }

  private static Call call(String curl, String answer) {
    String method = "GET";
    String path = "";
    String body = "";
    var headers = new ArrayList<String>();
    var words = WORD.matcher(curl);
    while (words.find()) {
      var word = word(words);
      switch (word) {
        case "-X" -> method = next(words);
        case "-H" -> headers.add(next(words));
        case "-d" -> body = next(words);
        default -> path = word.replaceFirst("^http://127\\.0\\.0\\.1:8080", "");
      }
    }
    int space = answer.indexOf(' ');
    int status = Integer.parseInt(space < 0 ? answer : answer.substring(0, space));
    return new Call(
        method, path, headers, body, status, space < 0 ? "" : answer.substring(space + 1));
  }

  private static String next(Matcher words) {
    if (!words.find()) {
      throw new IllegalArgumentException("an option without a value");
    }
    return word(words);
  }

  private static String word(Matcher words) {
    return words.group(1) == null ? words.group(2) : words.group(1);
  }

  @Override
  public String toString() {
    return unit.toString();
  }
}
