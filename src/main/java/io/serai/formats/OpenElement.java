package io.serai.formats;

/** An element that has begun and not ended: its node, and the text met in it so far. */
final class OpenElement {
  private final XmlNode node;
  private final ArrayPaths paths;
  // Long texts come in pieces, and children stand between them.
  private final StringBuilder text = new StringBuilder(0);
  private int behindLastChild;
  private boolean hasChildren;

  OpenElement(XmlNode node, ArrayPaths paths) {
    this.node = node;
    this.paths = paths;
  }

  ArrayPaths pathsOf(String child) {
    return paths.child(child);
  }

  void text(char[] in, int from, int length) {
    text.append(in, from, length);
  }

  void add(XmlNode child) {
    dropIndent();
    hasChildren = true;
    node.add(child);
  }

  void end(Bytes texts) throws Unreadable {
    if (hasChildren) {
      dropIndent();
    }
    node.text(texts, text);
  }

  /** Between elements nothing but space is there for the reader's eye. */
  private void dropIndent() {
    int i = behindLastChild;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    if (i == text.length()) {
      text.setLength(behindLastChild);
    }
    behindLastChild = text.length();
  }
}
