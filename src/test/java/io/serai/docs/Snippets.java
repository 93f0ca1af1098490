package io.serai.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced blocks of a page. */
final class Snippets {
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");

  private Snippets() {}

  static List<String> yaml(Path page) throws IOException {
    var snippets = new ArrayList<String>();
    for (var match = YAML.matcher(Files.readString(page)); match.find(); ) {
      snippets.add(match.group(1));
    }
    return snippets;
  }
}
