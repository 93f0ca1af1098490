package io.serai.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path DOCS = Path.of("src/docs");
  private static final Path PAGE = DOCS.resolve("configuration.md");
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:\\.[A-Za-z<>*]+)+)(?:=[^`]*)?`");

  @Test
  void thePageListsEveryKeyAsItIsDeclared() throws IOException {
    var page = Files.readString(PAGE);
    var expected = ConfigurationPage.tables(KnownKeys.all());
    var byHand = page.substring(0, page.indexOf(ConfigurationPage.BEGIN));
    if (Boolean.getBoolean("serai.docs.write")) {
      Files.writeString(PAGE, byHand + expected);
      return;
    }
    assertThat(page.substring(byHand.length()))
        .as("write it anew with: mvn test -Dtest=ConfigurationPageTest -Dserai.docs.write=true")
        .isEqualTo(expected);
  }

  /** A word counts as a setting if it begins like one. */
  @Test
  void everySettingNamedInTheDocsIsKnown() throws IOException {
    var keys = KnownKeys.all();
    var families = new HashSet<String>();
    keys.forEach(key -> families.add(key.name().substring(0, key.name().indexOf('.'))));
    for (var file : pages()) {
      var text = Files.readString(file);
      for (var match = CODE.matcher(text); match.find(); ) {
        var name = match.group(1);
        if (families.contains(name.substring(0, name.indexOf('.')))
            && !name.endsWith(".md")
            && !name.endsWith(".*")) {
          assertThat(keys)
              .as("%s in %s", name, file)
              .anyMatch(key -> key.matches(name) || ConfigurationPage.written(key).equals(name));
        }
      }
    }
  }

  private static Iterable<Path> pages() throws IOException {
    try (var files = Files.list(DOCS)) {
      var pages =
          new java.util.ArrayList<>(
              files
                  .filter(file -> file.toString().endsWith(".md"))
                  .sorted(Comparator.naturalOrder())
                  .toList());
      pages.add(Path.of("README.md"));
      return pages;
    }
  }

  @Test
  void everyVerbAndExitCodeStandsInThePageForOperators() throws IOException {
    var page = Files.readString(DOCS.resolve("operating.md"));
    assertThat(Verbs.NAMES).allMatch(verb -> page.contains("`" + verb));
    for (var code : ExitCode.values()) {
      assertThat(page).contains("| " + code.number + " | ");
    }
  }

  /** The table of verbs has no other. */
  @Test
  void everyVerbInThePageForOperatorsExists() throws IOException {
    var page = Files.readString(DOCS.resolve("operating.md"));
    var row = Pattern.compile("(?m)^\\| `([a-z]+)[ `]");
    for (var match = row.matcher(page); match.find(); ) {
      assertThat(Verbs.NAMES).contains(match.group(1));
    }
    var called = Pattern.compile("bin/serai ([a-z]+)");
    for (var file : pages()) {
      for (var match = called.matcher(Files.readString(file)); match.find(); ) {
        assertThat(Verbs.NAMES)
            .as("bin/serai %s in %s", match.group(1), file)
            .contains(match.group(1));
      }
    }
  }
}
