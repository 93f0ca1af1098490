package io.serai.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlOutTest {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private static String xml(String json, long most) {
    try {
      var xml = XmlOut.xml(json.getBytes(UTF_8), "r", most);
      // Whatever it is, it can be read.
      XmlIn.json(xml, "", ArrayPaths.NONE, 8 << 20);
      var text = new String(xml, UTF_8);
      assertThat(text).startsWith(HEAD);
      return text.substring(HEAD.length());
    } catch (Unreadable e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1,"b":"x"}              | <r><a>1</a><b>x</b></r>
          { "a" : [ 1 , "2" , true ] } | <r><a>1</a><a>2</a><a>true</a></r>
          {"@id":7,"#text":"x"}        | <r id="7">x</r>
          {"a":{"b":1,"@id":"7"}}      | <r><a id="7"><b>1</b></a></r>
          {"@id":7}                    | <r id="7"/>
          {"@id":{"a":1}}              | <r><_x0040_id><a>1</a></_x0040_id></r>
          {"@a b":1,"@xmlns":"u"}      | <r><_x0040_a_x0020_b>1</_x0040_a_x0020_b><_x0040_xmlns>u</_x0040_xmlns></r>
          {"a":{},"b":"","c":[]}       | <r><a/><b/></r>
          [1,{"a":2}]                  | <r><item>1</item><item><a>2</a></item></r>
          []                           | <r></r>
          {"a":[[1,2],[]]}             | <r><a><item>1</item><item>2</item></a><a></a></r>
          "x<&>y"                      | <r>x&lt;&amp;&gt;y</r>
          {"@a":"\\"<\\n\\t"}          | <r a="&quot;&lt;&#10;&#9;"/>
          "\\u0000\\ud800\\r"          | <r>��&#13;</r>
          {"1a":1,"x:y":2,"_x0031_":3,"":4} | <r><_x0031_a>1</_x0031_a><x_x003A_y>2</x_x003A_y><_x005F_x0031_>3</_x005F_x0031_><_>4</_></r>
          {"größe":"ä😀"}              | <r><größe>ä😀</größe></r>
          1.10                         | <r>1.10</r>
          {"a":1                       | that is not JSON
          """)
  void isWrittenByRule(String json, String xml) {
    assertThat(xml(json, 1 << 20)).isEqualTo(xml);
  }

  @Test
  void nullIsSaidToBeNil() {
    assertThat(xml("{\"a\":null}", 1 << 20)).contains("<a xmlns:xsi=", " xsi:nil=\"true\"/>");
  }

  @Test
  void whatItBecomesIsBounded() {
    var name = "n".repeat(1000);
    assertThat(xml("{\"" + name + "\":[" + "1,".repeat(9_999) + "1]}", 1 << 20))
        .isEqualTo("that becomes more than 1048576 bytes");
  }

  @Test
  void depthCostsNoMoreThanLength() {
    var deep =
        "{\"a\":".repeat(500) + "{\"@id\":[" + "1,".repeat(200_000) + "1]}" + "}".repeat(500);
    assertThat(xml(deep, 64 << 20)).isNotEmpty();
  }

  /** What the one writes the other reads. */
  @Test
  void anyDocumentComesBack() throws Unreadable {
    var random = new Random(11);
    for (int run = 0; run < 500; run++) {
      var value = element(random, 4);
      var xml = XmlOut.xml(JsonWriter.compact(value), "r", 1 << 20);
      var back = new String(XmlIn.json(xml, "", ArrayPaths.NONE, 1 << 20), UTF_8);
      assertThat(back.replace("\\n", "\\u000a").replace("\\t", "\\u0009"))
          .as(new String(xml, UTF_8))
          .isEqualTo(new String(JsonWriter.compact(Map.of("r", value)), UTF_8));
    }
  }

  private static Object element(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return text(random);
    }
    var members = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(3); i > 0; i--) {
      members.put("@a" + i, text(random));
    }
    if (random.nextBoolean()) {
      members.put("#text", "t" + text(random));
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      members.put(
          "e" + i, random.nextInt(3) > 0 ? element(random, depth - 1) : list(random, depth));
    }
    return members;
  }

  private static List<Object> list(Random random, int depth) {
    var list = new ArrayList<Object>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      list.add(element(random, depth - 1));
    }
    return list;
  }

  private static String text(Random random) {
    var value = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      value.append(
          new String[] {"a", "\"", "<", "&", "ä", "😀", " ", "]]>", "\n"}[random.nextInt(9)]);
    }
    return value.toString();
  }
}
