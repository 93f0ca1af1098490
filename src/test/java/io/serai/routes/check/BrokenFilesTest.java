package io.serai.routes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.routes.CheckFixture;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One file per sin in src/test/resources/broken: each is told with line, column and cure. */
class BrokenFilesTest {
  @TempDir Path base;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad-duration              |  6 | 22 | multicast.timeout: 'abc'                 | 500ms
          bad-expression            |  7 | 21 | ${bdy                                    |
          bad-number                |  7 | 40 | waitDurationInOpenState: 'soon'          | seconds, or a number and a unit
          bean-twice                |  4 | 13 | bean 'list' is also defined              | Rename
          call-by-a-client          |  6 | 16 | the body says where the call goes        | choose between calls by choice
          call-by-a-client          |  7 | 38 | jsonpath '$.url' says where              | a constant, or what a step
          call-by-a-client          |  8 | 16 | header 'q' could write options           | CamelHttpQuery
          call-by-a-client          | 10 | 23 | variable 'where' says where              | by setHeader
          colon-in-value            |  2 | 21 | no YAML                                  | Quote the value
          crooked-indentation       |  5 |  6 | no YAML                                  | Indent the line
          duplicate-key             |  7 |  5 | 'id' is already there in line 2          | Remove one
          empty-steps               |  5 |  7 | empty steps                              | Add a step
          header-not-let-in         | 11 | 31 | 'Accept-Language' is passed on, and gateway:/headers/{id} | Add Accept-Language
          join-without-match        |  4 | 52 | match: 'sellerId'                        | such as sellerId = id
          join-without-match        |  7 | 52 | match: ' = id'                           | such as sellerId = id
          lenient-endpoint-option   |  5 |  9 | netty-http: has no option 'muteExeption' | Did you mean muteException?
          list-in-a-path            | 11 | 22 | list[].c?                                | (expected: one)
          map-at-top                |  1 |  1 | holds a map                              | Put '- ' before
          missing-from              |  2 |  5 | a route without from                     | Add from
          misspelt-bean-property    |  6 |  9 | 'quorom' is no property of io.serai.aggregate.Keyed (expected: one of collision, | Did you mean quorum?
          misspelt-component        |  3 | 12 | 'gatway:' is no component                | Did you mean gateway?
          misspelt-endpoint-option  |  8 | 15 | log: has no option 'showBodyy'           | Did you mean showBody?
          misspelt-parameter        |  7 |  9 | gateway: has no parameter 'dedline'      | Did you mean deadline?
          misspelt-parameter        | 12 | 15 | backend: has no parameter 'fallbak'      | Did you mean fallback?
          misspelt-step             |  5 | 11 | 'setBdy' is no step                      | Did you mean setBody?
          nameless-branch           | 12 | 17 | branch 2 (to) has no name                | Name it.
          only-part-is-itself       |  8 | 22 | (expected: one of orders, user)           |
          parts-in-a-circle         | 10 | 11 | the parts a, b wait for each other       | Take one of the references out
          query-beside-parameters   |  4 | 12 | beside parameters: (expected             | Move it there: method: 'POST'
          query-beside-parameters   |  8 | 18 | beside parameters: (expected             | query: 'q={query.q}&n=1'
          query-beside-parameters   | 10 | 15 | what follows ? are options               | query: 'x=1'
          query-not-let-in          |  6 | 64 | {query.q}                                | Add q to `query`
          reserved-name             |  3 | 12 | 'query' would hide                       | Rename
          route-id-twice            |  8 |  5 | route id 'a' is taken                    | Rename
          steps-beside-from         |  6 |  7 | steps stand beside from                  | Indent steps
          tab                       |  4 |  1 | no YAML                                  | Indent with spaces
          twin-branches             | 11 | 17 | branches 1 and 2 are both called a       | Change one
          two-keys-in-an-item       |  7 |  3 | 'beans' stands beside 'route'            | Put '- ' before beans
          two-routes-on-one-path    | 10 | 12 | GET /a/{} is answered by                 | Change the path
          unanswered-direct         |  5 | 15 | direct:nobdy is answered by no route     | Did you mean nobody?
          unknown-backend           |  5 | 15 | backend 'catalgo' has no URL             | Did you mean catalog?
          unknown-bean              |  6 | 34 | '#kyed': no bean                         | Did you mean keyed?
          unknown-bean-ref          |  9 | 24 | 'greter': no bean of that name           | Did you mean greeter?
          unknown-bean-ref          | 10 | 15 | 'nosuch': no bean of that name           | Define it under beans:
          unknown-bean-type         |  7 | 23 | class 'com.acme.Nope' is in no jar       | ext/
          unknown-class             |  3 | 13 | com.example.Nowhere                      | ext/
          unknown-component         |  5 | 15 | 'kafka:' is no component                 | Put camel-kafka
          unknown-language          |  7 | 13 | 'groovy' is no language                  | Put camel-groovy
          unknown-data-format       |  6 | 22 | 'csv' is no data format                  | Put camel-csv
          unknown-part              |  6 | 22 | {usr.address}                            | Did you mean user?
          unknown-path-parameter    |  5 | 15 | {idd}                                    | Did you mean id?
          unknown-placeholder       |  4 | 12 | {{my.pth}}                               | Did you mean my.path?
          """)
  void isNamedWithLineAndCure(String sin, Integer line, Integer column, String says, String cure)
      throws Exception {
    var problems = CheckFixture.check(base, broken(sin));
    assertThat(problems).isNotEmpty();
    var text = problems.toString();
    var first =
        problems.stream()
            .filter(one -> one.toString().contains(says) && (line == null || one.line() == line))
            .findFirst()
            .orElseThrow(() -> new AssertionError(text));
    assertThat(first.file()).isEqualTo(broken(sin).toString());
    if (line != null) {
      assertThat(first.line()).as(text).isEqualTo(line);
    }
    if (column != null) {
      assertThat(first.column()).as(text).isEqualTo(column);
    }
    if (cure != null) {
      assertThat(first.toString()).contains(cure);
    }
  }

  @Test
  void theTableNamesEveryFixture() throws Exception {
    var source =
        getClass()
            .getDeclaredMethod(
                "isNamedWithLineAndCure",
                String.class,
                Integer.class,
                Integer.class,
                String.class,
                String.class)
            .getAnnotation(CsvSource.class)
            .textBlock();
    var named = new TreeSet<String>();
    source.lines().forEach(row -> named.add(row.substring(0, row.indexOf('|')).strip()));
    var there = new TreeSet<String>();
    try (var files = Files.list(broken("tab").getParent())) {
      files.forEach(file -> there.add(file.getFileName().toString().replace(".camel.yaml", "")));
    }
    assertThat(named).isEqualTo(there);
  }

  @Test
  void onlyHeadersThatNothingBringsAreTold() throws Exception {
    assertThat(CheckFixture.check(base, broken("header-not-let-in"))).hasSize(1);
  }

  @Test
  void aBeanMayBringAnyHeader() throws Exception {
    var text = Files.readString(broken("header-not-let-in"));
    var file = base.resolve("a.camel.yaml");
    Files.writeString(file, text + "        - bean: { ref: keyed, method: toString }\n");
    assertThat(CheckFixture.check(base, file))
        .noneMatch(one -> one.message().contains("let it in"));
  }

  @Test
  void allMisspeltOptionsAreToldAtOnce() throws Exception {
    assertThat(CheckFixture.check(base, broken("misspelt-step")))
        .extracting(problem -> problem.cure())
        .containsExactly("Did you mean setBody?", "Did you mean parallelProcessing?");
  }

  private static Path broken(String sin) throws URISyntaxException, IOException {
    var resource = BrokenFilesTest.class.getResource("/broken/" + sin + ".camel.yaml");
    if (resource == null) {
      throw new IOException("no fixture " + sin);
    }
    return Path.of(resource.toURI());
  }
}
