package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  private static HeaderRules rules(String text) {
    return HeaderRules.parse("requestHeaders", text);
  }

  @Test
  void letsListedNamesThroughInAnyCase() {
    var rules = rules(" X-Tenant , Accept-Language,");
    assertThat(rules.lets("x-tenant")).isTrue();
    assertThat(rules.lets("ACCEPT-LANGUAGE")).isTrue();
    assertThat(rules.lets("Cookie")).isFalse();
    assertThat(rules.names()).containsExactly("X-Tenant", "Accept-Language");
    assertThat(rules("").isNone()).isTrue();
  }

  @Test
  void letsNothingOfOneConnectionOrOfCamelThrough() {
    var rules = rules("*");
    assertThat(rules.lets("Authorization")).isTrue();
    for (var name :
        new String[] {
          "connection",
          "KEEP-ALIVE",
          "Transfer-Encoding",
          "upgrade",
          "TE",
          "trailer",
          "proxy-authorization",
          "Content-Length",
          "CamelHttpUri",
          "cAMELfoo",
          "camel"
        }) {
      assertThat(rules.lets(name)).as(name).isFalse();
    }
    assertThat(HeaderRules.connectionOptions("close, X-Foo")).contains("x-foo", "CLOSE");
  }

  @Test
  void setsWhatHasAValue() {
    var rules = rules("X-Plan={user.plan:a,b}, X-Fixed=1");
    assertThat(rules.added())
        .extracting(HeaderRules.Added::name)
        .containsExactly("X-Plan", "X-Fixed");
    assertThat(rules.added().get(0).value().references()).hasSize(1);
    assertThat(rules.lets("X-Plan")).isFalse();
  }

  @Test
  void namesWhatItCannotTake() {
    assertThatThrownBy(() -> rules("X Tenant"))
        .hasMessage(
            "requestHeaders: X Tenant (expected: header names separated by commas,"
                + " Name={reference}, or *)");
    assertThatThrownBy(() -> rules("connection")).hasMessageContaining("never crosses");
    assertThatThrownBy(() -> rules("camelHttpUri=x")).hasMessageContaining("never crosses");
    assertThatThrownBy(() -> rules("A=b\r\nC: d")).hasMessageContaining("control character");
  }
}
