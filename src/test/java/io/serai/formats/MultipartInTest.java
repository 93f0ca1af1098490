package io.serai.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.json.JsonScan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartInTest {
  private static final String NAME = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

  private static String json(String body, @Nullable String boundary, long most) {
    try {
      var json = MultipartIn.json(body.getBytes(UTF_8), boundary, most);
      assertThat(JsonScan.check(json)).isEqualTo(JsonScan.VALID);
      return new String(json, UTF_8);
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  private static String json(String body) {
    return json(body, "XX", 1 << 20);
  }

  @Test
  void fieldsAreStringsAndFilesSayWhatTheyAre() {
    assertThat(
            json(
                "--XX\r\n"
                    + NAME
                    + "one ä\r\n"
                    + "--XX\r\n"
                    + "content-disposition: form-data; name=file; filename=\"l\\\"amp.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\n"
                    + "\u0000\u0001\r\n\r\n"
                    + "--XX  \r\n"
                    + "Content-Disposition: form-data; name=\"a\"\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\n\r\n\r\n"
                    + "--XX--\r\n"
                    + "epilogue"))
        .isEqualTo(
            "{\"a\":[\"one ä\",\"\"],\"file\":{\"filename\":\"l\\\"amp.png\","
                + "\"contentType\":\"image/png\",\"content\":\"AAENCg==\"}}");
  }

  @Test
  void anotherTextMayStandBeforeAndNothingBetween() {
    assertThat(json("preamble\r\n--XX\r\n" + NAME + "1\r\n--XX--")).isEqualTo("{\"a\":\"1\"}");
    assertThat(json("--XX--")).isEqualTo("{}");
    assertThat(json("--XX\r\n" + NAME + "\r\n--XX--")).isEqualTo("{\"a\":\"\"}");
    assertThat(json("--XX\r\n" + NAME + "--XX--")).isEqualTo("{\"a\":\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--X",
        "--XX",
        "--XXY\r\n" + NAME + "1\r\n--XX--",
        "--XX\r\n" + NAME + "1",
        "--XX\r\n" + NAME + "1\r\n--XX",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--",
        "--XX\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Transfer-Encoding: base64\r\n" + NAME + "MQ==\r\n--XX--",
        "--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n--XX--"
      })
  void whatCantBeTakenApartIsTold(String body) {
    assertThat(json(body)).matches("(with|without|that) .*");
  }

  @Test
  void boundaryHeadsAndNumberAreBounded() {
    assertThat(json("--\r\n", "", 10)).contains("without a boundary");
    assertThat(json("--\r\n", null, 10)).contains("without a boundary");
    assertThat(json("x", "b".repeat(71), 10)).contains("without a boundary");
    var long1 = "--XX\r\nX: " + "h".repeat(9_000) + "\r\n" + NAME + "1\r\n--XX--";
    assertThat(json(long1)).isEqualTo("with a part without an end of its head");
    assertThat(json("--XX\r\n" + "\r\n\r\n--XX\r\n".repeat(3) + "--")).startsWith("with");
    var many = ("--XX\r\n" + NAME + "1\r\n").repeat(10_001) + "--XX--";
    assertThat(json(many)).isEqualTo("of more than 10000 fields");
    assertThat(json("--XX\r\n" + NAME + "1".repeat(99) + "\r\n--XX--", "XX", 50))
        .isEqualTo("that becomes more than 50 bytes");
  }
}
