package io.serai.formats;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element, or an attribute, while its document is read. Nodes of one name hang one behind the
 * other, so that they come out as one array wherever they stood.
 */
final class XmlNode {
  /** From here on children are found by a map: thousands of names must not be compared in turn. */
  private static final int FEW = 8;

  private static final byte[] NOTHING = {};
  private static final byte[] COMMA = {','};

  private final String name;
  private final boolean always;
  boolean isNull;
  // Among the texts of the document.
  private int textAt;
  private int textEnd;

  private @Nullable XmlNode first;
  private @Nullable XmlNode last;
  private @Nullable Map<String, XmlNode> byName;
  private int names;

  /** The next of another name. */
  private @Nullable XmlNode next;

  /** The next of this name, and the last of it. */
  private @Nullable XmlNode same;

  private XmlNode lastSame = this;

  XmlNode(String name, boolean always) {
    this.name = name;
    this.always = always;
  }

  /** Its own text, put behind the others. */
  void text(Bytes texts, CharSequence text) throws Unreadable {
    textAt = texts.size();
    texts.inQuotes(text, 0, text.length());
    textEnd = texts.size();
  }

  void add(XmlNode child) {
    var before = named(child.name);
    if (before != null) {
      before.lastSame.same = child;
      before.lastSame = child;
      return;
    }
    if (last == null) {
      first = child;
    } else {
      last.next = child;
    }
    last = child;
    names++;
    if (byName != null) {
      byName.put(child.name, child);
    } else if (names > FEW) {
      byName = new HashMap<>();
      for (var each = first; each != null; each = each.next) {
        byName.put(each.name, each);
      }
    }
  }

  private @Nullable XmlNode named(String wanted) {
    if (byName != null) {
      return byName.get(wanted);
    }
    for (var each = first; each != null; each = each.next) {
      if (each.name.equals(wanted)) {
        return each;
      }
    }
    return null;
  }

  /** Its value: null, a string, or an object of attributes, text and elements. */
  void write(Bytes texts, Bytes out) throws Unreadable {
    if (isNull) {
      out.ascii("null");
    } else if (first == null) {
      text(texts, out);
    } else {
      out.add('{');
      byte[] separator = NOTHING;
      boolean told = textEnd == textAt;
      for (var each = first; each != null; each = each.next) {
        if (!told && !each.name.startsWith("@")) {
          out.add(separator);
          ownText(texts, out);
          told = true;
          separator = COMMA;
        }
        out.add(separator);
        separator = COMMA;
        out.quoted(each.name);
        out.add(':');
        each.all(texts, out);
      }
      if (!told) {
        out.add(separator);
        ownText(texts, out);
      }
      out.add('}');
    }
  }

  private void ownText(Bytes texts, Bytes out) throws Unreadable {
    out.ascii("\"#text\":");
    text(texts, out);
  }

  private void text(Bytes texts, Bytes out) throws Unreadable {
    out.add('"');
    out.add(texts, textAt, textEnd);
    out.add('"');
  }

  /** It and all of its name. */
  private void all(Bytes texts, Bytes out) throws Unreadable {
    if (same == null && !always) {
      write(texts, out);
      return;
    }
    out.add('[');
    for (XmlNode each = this; each != null; each = each.same) {
      if (each != this) {
        out.add(',');
      }
      each.write(texts, out);
    }
    out.add(']');
  }
}
