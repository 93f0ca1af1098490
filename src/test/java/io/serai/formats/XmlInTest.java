package io.serai.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.json.JsonScan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlInTest {
  private static final long MOST = 1 << 20;

  private static String json(String xml, String... arrays) {
    try {
      var paths = ArrayPaths.parse(String.join(",", arrays));
      var json = XmlIn.json(xml.getBytes(UTF_8), "", paths, MOST);
      assertThat(JsonScan.checkPart(json)).isEqualTo(JsonScan.VALID);
      return new String(json, UTF_8);
    } catch (Unreadable e) {
      throw new IllegalStateException(e.reason(), e);
    }
  }

  private static String refused(byte[] xml, String charset, long most) {
    try {
      return new String(XmlIn.json(xml, charset, ArrayPaths.NONE, most), UTF_8);
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  private static String refused(String xml) {
    return refused(xml.getBytes(UTF_8), "", MOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <a/>                                    | {"a":""}
          <a>x</a>                                | {"a":"x"}
          <a> x </a>                              | {"a":" x "}
          <a>1.10</a>                             | {"a":"1.10"}
          <a>true</a>                             | {"a":"true"}
          <a id="7">x</a>                         | {"a":{"@id":"7","#text":"x"}}
          <a id="7"/>                             | {"a":{"@id":"7"}}
          <a><b>1</b><c/><b>2</b></a>             | {"a":{"b":["1","2"],"c":""}}
          <a> <b>1</b> </a>                       | {"a":{"b":"1"}}
          <a>one <b>two</b> three</a>             | {"a":{"#text":"one  three","b":"two"}}
          <a i="1">t<b/></a>                      | {"a":{"@i":"1","#text":"t","b":""}}
          <a><!-- no --><?no no?>x<!-- no -->y</a>| {"a":"xy"}
          <a><![CDATA[<b> & ]]>c</a>              | {"a":"<b> & c"}
          <a>&lt;&amp;&#228;&#x1F600;"\\</a>      | {"a":"<&ä😀\\"\\\\"}
          <n:a xmlns:n="u" n:b="1"><n:c/></n:a>   | {"a":{"@b":"1","c":""}}
          <a xmlns="u"><b/></a>                   | {"a":{"b":""}}
          <a xmlns:n="u" b="1" n:b="2"/>          | {"a":{"@b":["1","2"]}}
          """)
  void isMadeJsonByRule(String xml, String json) {
    assertThat(json(xml)).isEqualTo(json);
  }

  @Test
  void whatIsSaidToBeNilIsNull() {
    var xsi = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";
    assertThat(json("<a " + xsi + "><b i:nil=\"true\"/><b i:nil=\"0\">x</b></a>"))
        .isEqualTo("{\"a\":{\"b\":[null,\"x\"]}}");
    assertThat(json("<a " + xsi + " i:schemaLocation=\"u u.xsd\" i:type=\"t\">x</a>"))
        .isEqualTo("{\"a\":{\"@type\":\"t\",\"#text\":\"x\"}}");
  }

  @Test
  void listedElementsAreAlwaysArrays() {
    var one = "<items><item><tag>x</tag></item></items>";
    assertThat(json(one)).isEqualTo("{\"items\":{\"item\":{\"tag\":\"x\"}}}");
    assertThat(json(one, "items.item", "items.item.tag"))
        .isEqualTo("{\"items\":{\"item\":[{\"tag\":[\"x\"]}]}}");
    assertThat(json("<items/>", "items.item")).isEqualTo("{\"items\":\"\"}");
    assertThat(json("<a><items><item/></items></a>", "items.item"))
        .isEqualTo("{\"a\":{\"items\":{\"item\":\"\"}}}");
    assertThatThrownBy(() -> ArrayPaths.parse("a,b..c")).hasMessageContaining("'b..c' (expected:");
  }

  @Test
  void theMarkBeatsTheTypeAndThatTheDeclaration() {
    var latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>".getBytes(ISO_8859_1);
    assertThat(refused(latin, "", MOST)).isEqualTo("{\"a\":\"ä\"}");
    assertThat(refused(latin, "iso-8859-1", MOST)).isEqualTo("{\"a\":\"ä\"}");
    assertThat(refused(latin, "utf-8", MOST)).isEqualTo("that is not UTF-8");
    var utf8 = "<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>".getBytes(UTF_8);
    assertThat(refused(utf8, "utf-8", MOST)).isEqualTo("{\"a\":\"ä\"}");
    var marked = "\ufeff<a>ä</a>".getBytes(UTF_8);
    assertThat(refused(marked, "iso-8859-1", MOST)).isEqualTo("{\"a\":\"ä\"}");
  }

  @Test
  void anotherCharsetIsNamed() {
    var says = " where UTF-8 or ISO-8859-1 was expected";
    assertThat(refused("<a/>".getBytes(UTF_8), "koi8-r", MOST)).isEqualTo("in koi8-r" + says);
    assertThat(refused("<?xml version='1.0' encoding='windows-1252'?><a/>"))
        .isEqualTo("in windows-1252" + says);
    assertThat(refused("<a/>".getBytes(UTF_16BE), "", MOST)).isEqualTo("in utf-16" + says);
  }

  /** XXE and the laughs: refused before anything is declared, fetched or grown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <!DOCTYPE a><a/>
          <!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>
          <!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>
          <!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd">%x;]><a/>
          <!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>
          """)
  void aDocumentTypeIsRefused(String xml) {
    assertThat(refused(xml)).isEqualTo("with a document type, which isn't read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <a>                | that is not XML at line 1, column 4
          <a></b>            | that is not XML at line 1, column 4
          <a/><b/>           | that is not XML at line 1, column 5
          <a b=1/>           | that is not XML at line 1
          <a b="1" b="2"/>   | that is not XML at line 1
          <a>&x;</a>         | that is not XML at line 1
          <n:a/>             | that is not XML at line 1
          {"a":1}            | that is not XML at line 1, column 1
          ``                 | that is not XML at line 1
          <a>&#0;</a>        | that is not XML at line 1
          """)
  void whatIsNoXmlIsToldWithItsPlace(String xml, String says) {
    assertThat(refused(xml)).startsWith(says);
  }

  @Test
  void brokenUtf8IsRefused() {
    assertThat(refused("<a>ä</a>".getBytes(ISO_8859_1), "", MOST)).isEqualTo("that is not UTF-8");
  }

  @Test
  void depthIsBounded() {
    assertThat(json("<a>".repeat(255) + "</a>".repeat(255))).startsWith("{\"a\":{\"a\":");
    assertThat(refused("<a>".repeat(256) + "</a>".repeat(256)))
        .isEqualTo("that nests more than 255 elements deep");
    // As deep as JSON can become of it.
    var pairs = "<a><a/>".repeat(254) + "<a/>" + "</a>".repeat(254);
    assertThat(json(pairs)).startsWith("{\"a\":{\"a\":[\"\",{\"a\":[\"\",");
  }

  @Test
  void theNumberOfElementsIsBounded() {
    assertThat(refused("<a>" + "<b/>".repeat(500_000) + "</a>"))
        .isEqualTo("of more than 500000 elements and attributes");
  }

  @Test
  void whatItBecomesIsBounded() {
    assertThat(refused("<a>\t\t\t\t\t\t\t\t\t</a>".getBytes(UTF_8), "", 24))
        .isEqualTo("that becomes more than 24 bytes");
  }

  @Test
  void manyNamesOfOneElementAreFoundQuickly() {
    var xml = new StringBuilder("<a>");
    for (int i = 0; i < 100_000; i++) {
      xml.append("<n").append(i).append("/>");
    }
    var most = xml.append("<n0>x</n0></a>").toString().getBytes(UTF_8);
    assertThat(refused(most, "", 8 << 20)).startsWith("{\"a\":{\"n0\":[\"\",\"x\"],\"n1\":\"\",");
  }

  @Test
  void namespacesAtOnePlaceAreFewAndManyOneAfterAnotherAreNot() {
    var many = new StringBuilder("<a");
    for (int i = 0; i < 257; i++) {
      many.append(" xmlns:p").append(i).append("='u'");
    }
    assertThat(refused(many + "/>")).isEqualTo("with more than 256 namespaces at a time");
    var each = "<b xmlns:p='u' xmlns:q='v'/>".repeat(1_000);
    assertThat(json("<a>" + each + "</a>")).startsWith("{\"a\":{\"b\":[");
  }
}
