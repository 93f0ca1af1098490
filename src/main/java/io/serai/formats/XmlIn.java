package io.serai.formats;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * XML made JSON: {@code {"order":{"@id":"7","item":["a","b"]}}}. Attributes are {@code @name}, text
 * beside them {@code #text}, elements of one name an array; an element of nothing but text is its
 * string, an empty one {@code ""}, one with {@code xsi:nil} is null. Prefixes and declarations of
 * namespaces, comments and processing instructions are left out.
 *
 * <p>A document type is refused before anything in it is read: it is what external entities and
 * entities that grow are declared in.
 */
public final class XmlIn {
  private static final int MAX_DECLARED = 256;

  /** Each element may be an array and an object: twice as many levels, and the root's. */
  private static final int MAX_DEPTH = 255;

  /** Some 20 MB of nodes; a document of eight megabytes seldom has as many. */
  private static final int MAX_NODES = 500_000;

  private static final String XSI = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']{1,60})[\"']");
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader in;
  private final Bytes texts;
  private final ArrayDeque<OpenElement> open = new ArrayDeque<>();
  private int nodes;
  private int declared;

  private XmlIn(XMLStreamReader in, Bytes texts) {
    this.in = in;
    this.texts = texts;
  }

  private static XMLInputFactory factory() {
    var factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // Errors where they are, and no names of strangers kept for ever.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
    return factory;
  }

  /**
   * The document as JSON in UTF-8.
   *
   * @param charset what the Content-Type says, empty for nothing
   * @param most how many bytes it may become
   * @throws Unreadable if it is no XML, has a document type, is in another charset or too large
   */
  public static byte[] json(byte[] body, String charset, ArrayPaths arrays, long most)
      throws Unreadable {
    var of = Charsets.of(charset(body, charset));
    XMLStreamReader in = null;
    try {
      in = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body), of.name());
      var texts = new Bytes(body.length, most);
      var document = new XmlIn(in, texts).read(arrays);
      var out = new Bytes(body.length, most);
      document.write(texts, out);
      return out.toArray();
    } catch (XMLStreamException | RuntimeException e) {
      throw broken(in, e);
    } finally {
      close(in);
    }
  }

  /** RFC 7303 section 3: a byte order mark, then the Content-Type, then the declaration. */
  private static String charset(byte[] body, String said) {
    int first = body.length < 2 ? -1 : ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
    if (first == 0xFEFF || first == 0xFFFE || first == '<' || first == '<' << 8) {
      return "utf-16";
    }
    if (Charsets.hasMark(body) || !said.isEmpty()) {
      return Charsets.hasMark(body) ? "" : said;
    }
    var start = new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1);
    var declared = DECLARED.matcher(start);
    return declared.find() ? declared.group(1) : "";
  }

  private static Unreadable broken(@Nullable XMLStreamReader in, Exception e) {
    if (in == null || e.getCause() instanceof IOException) {
      // An array of bytes can be read but for its charset.
      return new Unreadable("that is not UTF-8");
    }
    var at = in.getLocation();
    return new Unreadable(
        "that is not XML at line " + at.getLineNumber() + ", column " + at.getColumnNumber());
  }

  private static void close(@Nullable XMLStreamReader in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (XMLStreamException e) {
      // Of an array of bytes nothing stays open.
      return;
    }
  }

  /** A node that holds the root element. */
  private XmlNode read(ArrayPaths arrays) throws XMLStreamException, Unreadable {
    var document = new XmlNode("", false);
    open.push(new OpenElement(document, arrays));
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(open.element());
        case XMLStreamConstants.END_ELEMENT -> {
          declared -= in.getNamespaceCount();
          open.pop().end(texts);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.element().text(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
        case XMLStreamConstants.DTD ->
            throw new Unreadable("with a document type, which isn't read");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new Unreadable("with an entity that isn't known");
        default -> {}
      }
    }
    return document;
  }

  private void begin(OpenElement parent) throws Unreadable {
    if (open.size() > MAX_DEPTH) {
      throw new Unreadable("that nests more than " + MAX_DEPTH + " elements deep");
    }
    // The parser looks through all that are declared around, for each element again.
    declared += in.getNamespaceCount();
    if (declared > MAX_DECLARED) {
      throw new Unreadable("with more than " + MAX_DECLARED + " namespaces at a time");
    }
    var name = in.getLocalName();
    var paths = parent.pathsOf(name);
    var node = new XmlNode(name, paths.isAlways());
    parent.add(count(node));
    attributes(node);
    open.push(new OpenElement(node, paths));
  }

  private void attributes(XmlNode node) throws Unreadable {
    for (int i = 0; i < in.getAttributeCount(); i++) {
      var name = in.getAttributeLocalName(i);
      if (XSI.equals(in.getAttributeNamespace(i)) && !name.equals("type")) {
        // About the schema; nil alone says something of the value.
        var value = in.getAttributeValue(i).strip();
        node.isNull |= name.equals("nil") && (value.equals("true") || value.equals("1"));
        continue;
      }
      var attribute = new XmlNode("@" + name, false);
      attribute.text(texts, in.getAttributeValue(i));
      node.add(count(attribute));
    }
  }

  private XmlNode count(XmlNode node) throws Unreadable {
    if (++nodes > MAX_NODES) {
      throw new Unreadable("of more than " + MAX_NODES + " elements and attributes");
    }
    return node;
  }
}
