package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.serai.PartFailed;
import io.serai.json.JsonArray;
import io.serai.json.JsonKey;
import io.serai.json.JsonProblem;
import io.serai.json.JsonScan;
import io.serai.json.JsonText;
import io.serai.request.Gap;
import io.serai.request.Request;
import io.serai.request.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What goes into a bulk call and what comes out of it. */
final class BulkTerms {
  private final Template item;
  private final BulkText request;
  private final BulkText reply;
  private final @Nullable BulkText key;

  /**
   * Reads what the operator said.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  BulkTerms(CamelContext context, Bulk bulk) {
    this.item = bulk.item();
    this.request = program(context, "request", bulk.request());
    this.reply = program(context, "reply", bulk.reply());
    this.key = bulk.key().isEmpty() ? null : program(context, "key", bulk.key());
  }

  private static BulkText program(CamelContext context, String property, String jq) {
    try {
      return new BulkText(context, jq);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": '" + jq + "': " + e.getMessage(), e);
    }
  }

  /**
   * What that caller contributes, a valid JSON text.
   *
   * @throws PartFailed if it has nothing to contribute
   */
  byte[] item(String part, Request caller, Exchange exchange) {
    var out = Unpooled.buffer(32);
    var gap = item.json(caller, exchange, out);
    if (gap != null) {
      boolean byClient = gap.kind() == Gap.Kind.REFUSED && gap.byClient();
      throw new PartFailed(
          part, gap.reason(), byClient ? 400 : 502, null, null, PartFailed.Kind.NOT_CALLED);
    }
    var text = ByteBufUtil.getBytes(out);
    if (JsonScan.check(text) != JsonScan.VALID) {
      throw new PartFailed(part, "its item is no JSON value: " + item, 502, null);
    }
    return text;
  }

  /** The body of the bulk call. */
  byte[] body(String part, List<byte[]> items, Exchange exchange) {
    try {
      return request.of(JsonArray.of(items), exchange);
    } catch (JsonProblem e) {
      throw new PartFailed(part, "" + e.getMessage(), 502, null);
    }
  }

  /**
   * Each item's slice, in their order; null for an item that the answer says nothing of.
   *
   * @throws PartFailed if the answer isn't what was asked for
   */
  List<byte @Nullable []> slices(
      String part, List<byte[]> items, byte[] answer, Exchange exchange) {
    var list = reply.of(answer, exchange);
    if (JsonScan.kind(list) != JsonScan.Kind.ARRAY) {
      throw new PartFailed(part, "the bulk answer holds no list", 502, null);
    }
    var all = JsonArray.elements(list);
    return key == null ? inOrder(part, items, all) : byKey(items, all, exchange, key);
  }

  private static List<byte @Nullable []> inOrder(
      String part, List<byte[]> items, List<byte[]> all) {
    if (all.size() != items.size()) {
      // Which of them belongs to whom nobody knows.
      throw new PartFailed(
          part,
          "the bulk answer has " + all.size() + " elements for " + items.size() + " items",
          502,
          null);
    }
    var slices = new ArrayList<byte @Nullable []>(all);
    slices.replaceAll(each -> each == null || JsonText.isNull(each) ? null : each);
    return slices;
  }

  /** Of several slices for one item the first, as a join takes them. */
  private static List<byte @Nullable []> byKey(
      List<byte[]> items, List<byte[]> all, Exchange exchange, BulkText key) {
    var known = new HashMap<String, byte[]>();
    for (var slice : all) {
      var of = JsonText.isNull(slice) ? null : name(key.of(slice, exchange));
      if (of != null) {
        known.putIfAbsent(of, slice);
      }
    }
    var slices = new ArrayList<byte @Nullable []>(items.size());
    items.forEach(each -> slices.add(known.get(name(each))));
    return slices;
  }

  /** Equal for what says the same; objects and arrays only if written the same. */
  private static @Nullable String name(byte[] raw) {
    if (JsonText.isNull(raw)) {
      return null;
    }
    var scalar = JsonKey.of(raw);
    return scalar == null ? new String(raw, ISO_8859_1) : scalar;
  }
}
