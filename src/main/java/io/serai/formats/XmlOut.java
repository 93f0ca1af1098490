package io.serai.formats;

import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON made XML, as {@link XmlIn} would read it: members are elements, {@code @name} attributes,
 * {@code #text} text, an array its elements one after another, null {@code xsi:nil}. What is in an
 * array by itself, at the top or within another, is an {@code item}. A name that XML doesn't take
 * is escaped, {@link XmlNames}; a character it doesn't take becomes U+FFFD.
 */
public final class XmlOut {
  private static final String NIL =
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
  private static final String ITEM = "item";

  private final byte[] json;
  private final Bytes out;
  private final JsonEnds ends;
  private int at;

  private XmlOut(byte[] json, Bytes out) {
    this.json = json;
    this.out = out;
    this.ends = new JsonEnds(json);
  }

  /**
   * The document as XML in UTF-8.
   *
   * @param root the name of the root element
   * @param most how many bytes it may become
   * @throws Unreadable if it is no JSON or becomes too large
   */
  public static byte[] xml(byte[] json, String root, long most) throws Unreadable {
    if (JsonScan.check(json) != JsonScan.VALID) {
      throw new Unreadable("that is not JSON");
    }
    var out = new Bytes(2 * json.length + 64, most);
    out.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    var written = new XmlOut(json, out);
    written.at = written.ends.skipSpace(0);
    written.element(XmlNames.of(root), true);
    return out.toArray();
  }

  /** The value that begins here; an array by itself has an element of its own around it. */
  private void element(String name, boolean alone) throws Unreadable {
    switch (json[at]) {
      case '{' -> object(name);
      case '[' -> array(name, alone);
      default -> scalar(name);
    }
  }

  private void array(String name, boolean alone) throws Unreadable {
    int end = ends.behind(at);
    if (alone) {
      open(name);
      out.add('>');
    }
    for (at = ends.skipSpace(at + 1); json[at] != ']'; at = ends.next(at)) {
      int behind = ends.behind(at);
      element(alone ? ITEM : name, true);
      at = behind;
    }
    if (alone) {
      close(name);
    }
    at = end;
  }

  private void scalar(String name) throws Unreadable {
    int end = ends.behind(at);
    var text = text(at, end);
    open(name);
    if (text == null) {
      out.ascii(NIL);
    } else if (text.isEmpty()) {
      out.ascii("/>");
    } else {
      out.add('>');
      XmlNames.escaped(text, false, out);
      close(name);
    }
    at = end;
  }

  private void object(String name) throws Unreadable {
    int begin = at;
    open(name);
    var attributes = attributes();
    boolean empty = true;
    at = begin;
    for (at = ends.skipSpace(at + 1); json[at] != '}'; at = ends.next(at)) {
      var member = member();
      int behind = ends.behind(at);
      if (!attributes.contains(member)) {
        if (empty) {
          out.add('>');
          empty = false;
        }
        if (member.equals("#text") && isText(at)) {
          XmlNames.escaped(String.valueOf(text(at, behind)), false, out);
        } else {
          element(XmlNames.of(member), false);
        }
      }
      at = behind;
    }
    if (empty) {
      out.ascii("/>");
    } else {
      close(name);
    }
    at++;
  }

  /** Writes those members that are attributes, wherever they stand, and leaves their names. */
  private Set<String> attributes() throws Unreadable {
    Set<String> written = Set.of();
    if (!ends.hasAttributes()) {
      return written;
    }
    for (at = ends.skipSpace(at + 1); json[at] != '}'; at = ends.next(at)) {
      boolean mayBe = json[at + 1] == '@';
      var member = mayBe ? member() : "";
      at = mayBe ? at : ends.value(at);
      int behind = ends.behind(at);
      if (mayBe && isText(at) && XmlNames.isAttribute(member)) {
        written = written.isEmpty() ? new HashSet<>() : written;
        if (written.add(member)) {
          out.add(' ');
          out.utf8(member.substring(1));
          out.ascii("=\"");
          XmlNames.escaped(String.valueOf(text(at, behind)), true, out);
          out.add('"');
        }
      }
      at = behind;
    }
    return written;
  }

  /** The name that begins here; its value does then. */
  private String member() {
    int end = ends.behind(at);
    var name = JsonText.decode(Arrays.copyOfRange(json, at, end));
    at = ends.value(at);
    return name;
  }

  private boolean isText(int from) {
    return json[from] != '{' && json[from] != '[' && json[from] != 'n';
  }

  private @Nullable String text(int from, int to) {
    return JsonText.scalar(Arrays.copyOfRange(json, from, to));
  }

  private void open(String name) throws Unreadable {
    out.add('<');
    out.utf8(name);
  }

  private void close(String name) throws Unreadable {
    out.ascii("</");
    out.utf8(name);
    out.add('>');
  }
}
