package io.serai.aggregate;

import static io.serai.aggregate.Route.call;
import static io.serai.aggregate.Route.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.aggregate.Calls.End;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PartHeadersTest {
  @RegisterExtension final Route route = new Route();

  private static final String TWO = keyed(call("a"), call("b"));

  private Object combined(String steps, String name, List<String> a, List<String> b)
      throws Exception {
    route.calls.on("a", End.with("1").header(name, a.toArray(String[]::new)).after(30));
    route.calls.on("b", End.with("2").header(name, b.toArray(String[]::new)));
    route.steps(steps);
    return route.answer().getMessage().getHeader(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etag          | "1"                           | "2"                           | "1"
          age           | 7                             | 12                            | 12
          age           | soon                          | 12                            | 12
          expires       | Wed, 21 Oct 2026 07:28:00 GMT | Tue, 20 Oct 2026 07:28:00 GMT | Tue, 20 Oct 2026 07:28:00 GMT
          expires       | Wed, 21 Oct 2026 07:28:00 GMT | 0                             | 0
          cache-control | max-age=60                    | no-store, max-age=5           | no-store
          cache-control | public, max-age=60            | max-age=5, no-cache="a,b"     | no-cache, max-age=5
          cache-control | public, max-age=60            | Private, max-age=600          | private, max-age=60
          cache-control | public, max-age=60, immutable | public, max-age=9, s-maxage=7 | public, max-age=9, s-maxage=7
          cache-control | must-revalidate               | max-age=9, stale-if-error=4   | max-age=9, must-revalidate
          cache-control | x=1                           | y                             | x=1
          """)
  void severalValuesBecomeOne(String name, String a, String b, String one) throws Exception {
    assertThat(combined(TWO, name, List.of(a), List.of(b))).isEqualTo(one);
  }

  @Test
  void cookiesAreKeptApartInTheOrderOfTheFile() throws Exception {
    assertThat(combined(TWO, "set-cookie", List.of("x=1", "y=2"), List.of("z=3, 4")))
        .isEqualTo(List.of("x=1", "y=2", "z=3, 4"));
  }

  @Test
  void listsHaveAllValuesEachOnce() throws Exception {
    assertThat(combined(TWO, "vary", List.of("Accept"), List.of("Accept", "Origin")))
        .isEqualTo(List.of("Accept", "Origin"));
  }

  private static final String BEAN =
      """
      - beans:
          - name: mine
            type: io.serai.aggregate.%s
            properties: { headers: "%s" }
      - route:
          id: r
          from:
            uri: direct:in
            steps:
      """;

  @Test
  void aBeanSaysOtherwise() throws Exception {
    route.yaml(
        BEAN.formatted("Keyed", "X-Total=all, Age=min, X-Left = MIN")
            + TWO.replace("#keyed", "#mine").indent(8));
    route.calls.on(
        "a", End.with("1").header("x-total", "3").header("age", "5").header("x-left", "1.5"));
    route.calls.on(
        "b", End.with("1").header("x-total", "4").header("age", "2").header("x-left", "12"));
    var message = route.answer().getMessage();
    assertThat(message.getHeader("X-Total")).isEqualTo(List.of("3", "4"));
    assertThat(message.getHeader("Age")).isEqualTo("2");
    assertThat(message.getHeader("X-Left")).isEqualTo("1.5");
  }

  @Test
  void refusesWaysItDoesNotKnow() {
    assertThatThrownBy(() -> route.yaml(BEAN.formatted("Merge", "Age=max, X-Total=some")))
        .rootCause()
        .hasMessageContaining("headers: 'X-Total=some' (expected: Name=first");
  }

  @Test
  void partsThatFailedAndOnesThatDidNotWinSayNothing() throws Exception {
    route.steps(TWO.replace("#keyed", "#first"));
    route.calls.on("a", End.fallback("1").header("x", "a"));
    route.calls.on("b", End.with("2").header("x", "b").after(20));
    assertThat(route.answer().getMessage().getHeader("x")).isEqualTo("b");
  }

  @Test
  void anInnerMulticastHandsThemOn() throws Exception {
    route.steps(
        keyed(
            call("c"),
            "multicast:\n  id: inner\n"
                + keyed(call("a"), call("b"))
                    .replaceFirst("- multicast:\n", "")
                    .indent(-2)
                    .stripTrailing()));
    route.calls.on("a", End.with("1").header("age", "3").header("set-cookie", "a=1"));
    route.calls.on("b", End.with("2").header("age", "9"));
    route.calls.on("c", End.with("3").header("age", "5").header("set-cookie", "c=1"));
    var message = route.answer().getMessage();
    assertThat(message.getHeader("age")).isEqualTo("9");
    assertThat(message.getHeader("set-cookie")).isEqualTo(List.of("c=1", "a=1"));
  }
}
