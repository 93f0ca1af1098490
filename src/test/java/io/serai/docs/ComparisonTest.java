package io.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that compares Serai with others names examples that are there, and its sources. */
class ComparisonTest {
  private static final Path PAGE = Path.of("src/docs/comparison.md");
  private static final Path ROUTES = Path.of("routes");
  private static final Pattern EXAMPLE = Pattern.compile("`([a-z]+/[\\w/-]+\\.camel\\.yaml)`");
  private static final Pattern VERDICT =
      Pattern.compile("(?:yes|no|in part|not found|Enterprise)\\b.*");
  private static final Pattern NOTE = Pattern.compile("\\[\\^([a-z]\\d+)](:?)");
  private static final int COMPARED = 6;

  /** The cells of each row that judges. */
  private static List<List<String>> rows() throws IOException {
    var rows = new ArrayList<List<String>>();
    int columns = 0;
    for (var line : Files.readAllLines(PAGE)) {
      var cells = List.of(line.replaceAll("^\\| ?| ?\\|$", "").split(" ?\\| ?", -1));
      if (!line.startsWith("|")) {
        columns = 0;
      } else if (columns == 0) {
        columns = cells.contains("Serai") ? cells.size() : -1;
      } else if (columns > 0 && !line.startsWith("|--")) {
        assertThat(cells).as(line).hasSize(columns);
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void everyExampleNamedIsThere() throws IOException {
    for (var match = EXAMPLE.matcher(Files.readString(PAGE)); match.find(); ) {
      assertThat(ROUTES.resolve(match.group(1))).as("named in %s", PAGE).isRegularFile();
    }
  }

  @Test
  void whatSeraiHasIsShownByAnExample() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(40);
    for (var cells : rows()) {
      if (cells.size() == COMPARED + 2 && !cells.get(1).startsWith("no")) {
        assertThat(EXAMPLE.matcher(cells.get(COMPARED + 1)).matches()).as("%s", cells).isTrue();
      }
    }
  }

  @Test
  void everyCellBeginsWithAVerdictAndHasASourceUnlessNothingWasFound() throws IOException {
    for (var cells : rows()) {
      for (int column = 1; column <= COMPARED; column++) {
        var cell = cells.get(column);
        assertThat(VERDICT.matcher(cell).matches()).as("%s in %s", cell, cells).isTrue();
        if (column > 1 && !cell.equals("not found")) {
          assertThat(NOTE.matcher(cell).find()).as("source of %s in %s", cell, cells).isTrue();
        }
      }
    }
  }

  @Test
  void everyNoteIsThereAndIsUsed() throws IOException {
    Set<String> used = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (var match = NOTE.matcher(Files.readString(PAGE)); match.find(); ) {
      (match.group(2).isEmpty() ? used : written).add(match.group(1));
    }
    assertThat(written).isEqualTo(used);
  }
}
