package io.serai.entry.batch;

import io.serai.settings.Key;
import io.serai.settings.Type;
import java.util.List;

/** The settings that are the defaults of a {@code gateway:batch} step's parameters. */
public final class BatchKeys {
  private static final String PREFIX = "gateway.batch.";

  static final Key<Integer> MAX_ITEMS =
      Key.integer(
              PREFIX + "maxItems",
              20,
              1,
              10_000,
              "Items that a batch may have; one with more gets a 413 and none of it is done.")
          .onSave();
  static final Key<Boolean> SEQUENTIAL =
      Key.flag(
              PREFIX + "sequential",
              false,
              "Whether each item of a batch waits for the one before it.")
          .onSave();
  static final Key<Integer> CONCURRENCY =
      Key.integer(
              PREFIX + "concurrency",
              8,
              1,
              1000,
              "Items of one batch under way at a time; 1 if it is sequential.")
          .onSave();
  static final Key<Long> MAX_BYTES =
      Key.size(
              PREFIX + "maxBytes",
              "8MiB",
              "1KiB",
              "1GiB",
              "What the answers of all items of a batch may take together; one that goes beyond is"
                  + " left out, and its item is a 507.")
          .onSave();
  static final Key<List<String>> REQUEST_HEADERS =
      Key.list(
              PREFIX + "requestHeaders",
              "",
              "Headers that an item may have of its own beside those about content, conditions,"
                  + " caching and language; all others count from the batch's own request.")
          .as(Type.LIST.that(ItemHeaders.EXPECTED, ItemHeaders::areOwn))
          .onSave();
  static final Key<Boolean> LINES =
      Key.flag(
              PREFIX + "lines",
              true,
              "Whether a batch may come as JSON Lines, an item a line, and is answered so to a"
                  + " client that takes it.")
          .onSave();

  /** All of them. */
  public static final List<Key<?>> KEYS =
      List.of(MAX_ITEMS, SEQUENTIAL, CONCURRENCY, MAX_BYTES, REQUEST_HEADERS, LINES);

  private BatchKeys() {}
}
