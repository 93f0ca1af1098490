package io.serai.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpliceTest {

  @Test
  void putsMembersBehindOneAnother() {
    var splice = new Splice(0).add('{');
    splice.member(Splice.name("a"), "{}".getBytes(UTF_8));
    splice.member(Splice.name("b\"é"), "[1]".getBytes(UTF_8)).add('}');
    assertThat(new String(splice.bytes(), UTF_8)).isEqualTo("{\"a\":{},\"b\\\"é\":[1]}");
    assertThat(splice.size()).isEqualTo(splice.bytes().length);
  }

  @Test
  void copiesNothingAtTheEndWhenTheCapacityWasExact() {
    var splice = new Splice(7).add("{\"a\":1}".getBytes(UTF_8));
    assertThat(splice.bytes()).isSameAs(splice.bytes());
  }
}
