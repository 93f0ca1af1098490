package io.serai.formats;

import java.nio.charset.StandardCharsets;

/** XML of strangers becomes valid JSON within its bound or is refused; and goes back to XML. */
public final class XmlFuzz {
  private static final int MOST = 1 << 20;
  private static final ArrayPaths ARRAYS = ArrayPaths.parse("a.b, a.b.c");

  private XmlFuzz() {}

  /** Called by the fuzzer before the first input, whose time counts. */
  public static void fuzzerInitialize() {
    fuzzerTestOneInput("<a x='1'><b>2</b><b/></a>".getBytes(StandardCharsets.US_ASCII));
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] json;
    try {
      json = XmlIn.json(data, "", ARRAYS, MOST);
    } catch (Unreadable refused) {
      return;
    }
    Sound.json(json, MOST);
    byte[] xml;
    try {
      xml = XmlOut.xml(json, "root", 16 * MOST);
    } catch (Unreadable tooLarge) {
      return;
    }
    try {
      Sound.json(XmlIn.json(xml, "", ARRAYS, 16 * MOST), 16 * MOST);
    } catch (Unreadable e) {
      // The root is a level more than was read, and each element of an array an element.
      if (!("" + e.getMessage()).matches(".*(deep|more than).*")) {
        throw new IllegalStateException(new String(xml, StandardCharsets.UTF_8), e);
      }
    }
  }
}
