package io.serai.entry.batch;

import io.serai.PartFailed;
import io.serai.json.JsonFault;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import io.serai.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A batch's body taken apart into its items. What is wrong with the whole ends it before the first
 * item is sent: 400 with the place, 413 for too many, which are counted and not read.
 */
final class ItemList {
  private static final int MOST_ID = 256;

  private final int most;
  private final List<Item> items = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private ItemList(int most) {
    this.most = most;
  }

  /**
   * The elements of a JSON array.
   *
   * @throws PartFailed 400 or 413
   */
  static List<Item> array(byte[] body, int most) {
    int fault = JsonScan.check(body);
    if (fault != JsonScan.VALID) {
      throw bad(JsonFault.reason(body, fault));
    }
    var whole = JsonValue.of(body);
    if (!whole.isArray()) {
      throw bad("the batch is no JSON array");
    }
    var elements = whole.elements(most + 1);
    if (elements.size() > most) {
      throw tooMany(most);
    }
    var list = new ItemList(most);
    for (var element : elements) {
      list.add(element, "item ");
    }
    return list.items;
  }

  /**
   * A line of JSON each; lines with nothing but space are passed over.
   *
   * @throws PartFailed 400 or 413
   */
  static List<Item> lines(byte[] body, int most) {
    var list = new ItemList(most);
    int number = 0;
    for (int from = 0; from < body.length; ) {
      int end = from;
      boolean empty = true;
      while (end < body.length && body[end] != '\n') {
        empty &= body[end] == ' ' || body[end] == '\t' || body[end] == '\r';
        end++;
      }
      number++;
      if (!empty) {
        int fault = JsonScan.check(body, from, end - from);
        if (fault != JsonScan.VALID) {
          throw bad("line " + number + ": " + JsonFault.reason(body, from, end - from, fault));
        }
        list.add(JsonValue.at(body, from), "line " + number + ", item ");
      }
      from = end + 1;
    }
    return list.items;
  }

  private void add(JsonValue value, String place) {
    int number = items.size() + 1;
    if (number > most) {
      throw tooMany(most);
    }
    if (!value.isObject()) {
      throw bad(place + number + ": no JSON object");
    }
    var written = new ArrayList<JsonValue>(1);
    value.members(
        (name, member) -> {
          if (name.equals("id")) {
            written.add(member);
          }
        });
    if (written.size() > 1) {
      throw bad(place + number + ": the member id twice");
    }
    var id =
        written.isEmpty() ? JsonText.quote("" + number) : id(written.get(0), place + number + ": ");
    if (!ids.add(JsonText.scalar(id))) {
      throw bad(place + number + ": its id is that of an item before it");
    }
    items.add(new Item(number, id, value));
  }

  private static byte[] id(JsonValue written, String place) {
    if (!written.isString() && !written.isNumber()) {
      throw bad(place + "the id is neither a string nor a number");
    }
    if (written.length() > MOST_ID) {
      throw bad(place + "the id is longer than " + MOST_ID + " bytes");
    }
    return written.raw();
  }

  private static PartFailed tooMany(int most) {
    return new PartFailed("", "the batch has more than " + most + " items", 413, null);
  }

  private static PartFailed bad(String why) {
    return new PartFailed("", why, 400, null);
  }
}
