package io.serai.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form as they are read: of one name several are an array. */
final class Fields {
  private static final int MOST = 10_000;

  private final Map<String, List<byte[]>> values = new LinkedHashMap<>();
  private int count;

  /** Adds a value, which is JSON. */
  void add(String name, byte[] json) throws Unreadable {
    if (++count > MOST) {
      throw new Unreadable("of more than " + MOST + " fields");
    }
    values.computeIfAbsent(name, any -> new ArrayList<>(1)).add(json);
  }

  void add(String name, String text) throws Unreadable {
    var json = new Bytes(text.length() + 2, Integer.MAX_VALUE);
    json.quoted(text);
    add(name, json.toArray());
  }

  byte[] json(int expected, long most) throws Unreadable {
    var out = new Bytes(expected, most);
    int separator = '{';
    for (var field : values.entrySet()) {
      out.add(separator);
      separator = ',';
      out.quoted(field.getKey());
      out.add(':');
      list(field.getValue(), out);
    }
    if (values.isEmpty()) {
      out.add('{');
    }
    out.add('}');
    return out.toArray();
  }

  private static void list(List<byte[]> all, Bytes out) throws Unreadable {
    if (all.size() == 1) {
      out.add(all.get(0));
      return;
    }
    int separator = '[';
    for (var each : all) {
      out.add(separator);
      separator = ',';
      out.add(each);
    }
    out.add(']');
  }
}
