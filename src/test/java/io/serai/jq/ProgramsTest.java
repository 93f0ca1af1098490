package io.serai.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          . ¦ {"a":[1,{"b":2}]} ¦ {"a":[1,{"b":2}]}
          .a ¦ {"a":1.10} ¦ 1.10
          . ¦ [9007199254740993,0.1000,1e2,-0] ¦ [9007199254740993,0.1000,1E+2,0]
          .a + .b ¦ {"a":1.10,"b":2.20} ¦ 3.3
          .a * 3 ¦ {"a":0.1} ¦ 0.3
          .a - 1 ¦ {"a":9007199254740993} ¦ 9007199254740992
          . + 1 ¦ 9223372036854775807 ¦ 9223372036854775808
          . / 4 ¦ 10 ¦ 2.5
          . % 3 ¦ 10 ¦ 1
          sort_by(-.score) | .[:2] ¦ [{"score":1},{"score":3},{"score":2}] ¦ [{"score":3},{"score":2}]
          [.[] | select(.a > 1) | .a] ¦ [{"a":1},{"a":2},{"a":3}] ¦ [2,3]
          map({id, name: .n}) ¦ [{"id":1,"n":"x","y":0}] ¦ [{"id":1,"name":"x"}]
          {(.k): .v} ¦ {"k":"a","v":1} ¦ {"a":1}
          .a, .b ¦ {"a":1,"b":2} ¦ [1,2]
          empty ¦ 1 ¦ null
          unique ¦ [9007199254740993,9007199254740992] ¦ [9007199254740992,9007199254740993]
          group_by(.k) | map(length) ¦ [{"k":1},{"k":2},{"k":1}] ¦ [2,1]
          add ¦ [[1],[2,3]] ¦ [1,2,3]
          . as [$a, {b: $c}] | $a + $c ¦ [1,{"b":2}] ¦ 3
          . as {$a, b: [$c]} | [$a, $c] ¦ {"a":1,"b":[2]} ¦ [1,2]
          reduce .[] as $x (0; . + $x) ¦ [1,2,3] ¦ 6
          [foreach .[] as $x (0; . + $x)] ¦ [1,2,3] ¦ [1,3,6]
          [limit(3; repeat(. + 1))] ¦ 1 ¦ [1,2,3]
          [.[] | tostring] ¦ [1,"a",{"b":1.0}] ¦ ["1","a","{\\"b\\":1.0}"]
          "\\(.a): \\(.b)" ¦ {"a":"x","b":[1,2.50]} ¦ "x: [1,2.50]"
          .a.b.c ¦ {"a":null} ¦ null
          .a? ¦ 3 ¦ null
          try error("x") catch . ¦ null ¦ "x"
          .a // "none" ¦ {} ¦ "none"
          if .a then 1 elif .b then 2 else 3 end ¦ {"b":true} ¦ 2
          .a |= . + 1 ¦ {"a":1,"b":2} ¦ {"a":2,"b":2}
          .a += 0.05 ¦ {"a":1.10} ¦ {"a":1.15}
          .[2] = 9 ¦ [1] ¦ [1,null,9]
          del(.a, .b[0]) ¦ {"a":1,"b":[1,2]} ¦ {"b":[2]}
          with_entries(.value += 1) ¦ {"a":1} ¦ {"a":2}
          to_entries ¦ {"a":1} ¦ [{"key":"a","value":1}]
          [paths] ¦ {"a":[1]} ¦ [["a"],["a",0]]
          [..] ¦ [[1]] ¦ [[[1]],[1],1]
          test("^b.r$"; "i") ¦ "BAR" ¦ true
          [match("o"; "g").offset] ¦ "föo o" ¦ [2,4]
          capture("(?<y>\\\\d+)-(?<m>\\\\d+)") ¦ "2024-05" ¦ {"y":"2024","m":"05"}
          gsub("a";"b") ¦ "banana" ¦ "bbnbnb"
          gsub("(?<x>[an])";"<\\(.x)>") ¦ "ban" ¦ "b<a><n>"
          [scan("[0-9]+")] ¦ "1 22 3" ¦ ["1","22","3"]
          split(", ") ¦ "a, b" ¦ ["a","b"]
          join("-") ¦ ["a",1,null,true] ¦ "a-1--true"
          ascii_upcase ¦ "aéz" ¦ "AéZ"
          trim ¦ "  a b " ¦ "a b"
          fromjson ¦ "{\\"a\\":1.0}" ¦ {"a":1.0}
          tojson ¦ {"a":1.0} ¦ "{\\"a\\":1.0}"
          @base64 ¦ "hi" ¦ "aGk="
          @csv ¦ [1,"a"] ¦ "1,\\"a\\""
          def f(x): x * 2; f(.a) ¦ {"a":4} ¦ 8
          def f($x; $y): $x + $y; f(1; 2) ¦ null ¦ 3
          def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; fac ¦ 10 ¦ 3628800
          [range(0; 10; 3)] ¦ null ¦ [0,3,6,9]
          [.[] as $x | .[] as $y | $x * $y] ¦ [1,2] ¦ [1,2,2,4]
          label $f | .[] | if . > 1 then ., break $f else empty end ¦ [1,2,3] ¦ 2
          any(. > 2) ¦ [1,3] ¦ true
          INDEX(.id) ¦ [{"id":7}] ¦ {"7":{"id":7}}
          [.[] | IN(1, 2)] ¦ [1,5] ¦ [true,false]
          map(has("a")) ¦ [{"a":1},{}] ¦ [true,false]
          {a: 1} * {a: {b: 2}} ¦ null ¦ {"a":{"b":2}}
          [nan, infinite] ¦ null ¦ [null,1.7976931348623157E308]
          min_by(.a) ¦ [{"a":2},{"a":1}] ¦ {"a":1}
          flatten ¦ [1,[2,[3]]] ¦ [1,2,3]
          walk(if type == "number" then . + 1 else . end) ¦ [1,{"a":2}] ¦ [2,{"a":3}]
          limit(2; .[]) ¦ [1,2,3] ¦ [1,2]
          first(.[] | select(. > 1)) ¦ [1,2,3] ¦ 2
          "a" * 3 ¦ null ¦ "aaa"
          """)
  void meansWhatItMeansInJq(String program, String input, String expected) {
    assertThat(new Run().body(input).json(program)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          .a | | .b                ; Encountered " "|" "| "" at line 1, column 6.
          .a["                     ; at line 1, column 4.
          foo                      ; foo/0 is not defined
          map(sort_on(.a))         ; sort_on/1 is not defined. Did you mean sort_by/1?
          $x + 1                   ; $x is not defined
          {$x}                     ; $x is not defined
          $ENV.PATH                ; $ENV is not defined
          env.PATH                 ; env/0 is not defined
          input                    ; input/0 is not defined
          @base99                  ; @base99/0 is not defined
          """)
  void whatCantBeRunIsToldBefore(String program, String fault) {
    assertThat(Jq.fault(program)).isNotNull().contains(fault);
    assertThatThrownBy(() -> new Run().json(program)).hasStackTraceContaining(fault);
  }

  @Test
  void anEmptyProgramIsToldToo() {
    assertThat(Jq.fault("")).isNotNull();
    assertThat(Jq.fault("import \"a\" as a; .")).contains("modules can't be imported");
  }

  @Test
  void whatItsOwnErrorsSayNamesTheProgramAndNoValues() {
    assertThatThrownBy(() -> new Run().body("{\"a\":{\"secret\":1}}").json(".a + 1"))
        .isInstanceOf(JqFailed.class)
        .hasMessage("jq '.a + 1': object and number cannot be added");
  }

  @Test
  void aMinusNamesTheValueThatItStandsBefore() {
    assertThatThrownBy(() -> new Run().body("[{\"a\":1},{\"a\":\"x\"}]").json("sort_by(-(.a))"))
        .hasMessageContaining("string cannot be negated");
    assertThatThrownBy(() -> new Run().body("{}").json("-.a"))
        .hasMessageContaining("null cannot be negated");
  }
}
