package io.serai.aggregate;

import io.serai.json.Splice;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One aggregation whose parts arrive apart, as it is kept on the shelf. Times are ms since 1970 on
 * the member that keeps it.
 *
 * @param wakeAt when it is to be looked after: {@code dueAt} if open, when whoever took it has
 *     failed if taken, when it is forgotten if closed
 * @param id unlike any other's, and the {@code Idempotency-Key} of its result
 * @param taker which wish took it; what the same wish asks again gets the same answer
 * @param by why it is complete, once it is taken
 * @param openedAt when the first part came
 * @param cameAt when the last part came
 * @param dueAt when it is complete without another part
 * @param due for which reason it is then
 * @param endsAt when it is dropped whatever it is
 * @param takes how often it was taken to be completed
 * @param size how many parts make it complete, 0 for any number
 * @param path the path parameters that all its parts have in common
 * @param parts by name
 */
record ApartState(
    Stage stage,
    long wakeAt,
    UUID id,
    UUID taker,
    CompletedBy by,
    long openedAt,
    long cameAt,
    long dueAt,
    CompletedBy due,
    long endsAt,
    int takes,
    int size,
    SortedMap<String, String> path,
    SortedMap<String, byte[]> parts) {

  /** Where it stands. */
  enum Stage {
    /** Parts are missing. */
    OPEN(1),
    /** Complete: one gateway runs the steps within. If it fails or dies it is open again. */
    TAKEN(2),
    /** Done, and no part is taken under its correlation key for a while. */
    CLOSED(3);

    final int number;

    Stage(int number) {
      this.number = number;
    }

    static Stage of(int number) throws IOException {
      for (var stage : values()) {
        if (stage.number == number) {
          return stage;
        }
      }
      throw new IOException("stage " + number);
    }
  }

  static final UUID NOBODY = new UUID(0, 0);
  private static final int PART_BYTES = 32;

  static ApartState first(UUID id, long now, long life) {
    return new ApartState(
        Stage.OPEN,
        now,
        id,
        NOBODY,
        CompletedBy.LIFE,
        now,
        now,
        now + life,
        CompletedBy.LIFE,
        now + life,
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** Parts are missing, or may still come, until then. */
  ApartState open(long dueAt, CompletedBy due) {
    boolean ends = endsAt <= dueAt;
    long at = ends ? endsAt : dueAt;
    return new ApartState(
        Stage.OPEN,
        at,
        id,
        NOBODY,
        by,
        openedAt,
        cameAt,
        at,
        ends ? CompletedBy.LIFE : due,
        endsAt,
        takes,
        size,
        path,
        parts);
  }

  ApartState with(
      SortedMap<String, String> path, SortedMap<String, byte[]> parts, int size, long cameAt) {
    return new ApartState(
        stage, wakeAt, id, taker, by, openedAt, cameAt, dueAt, due, endsAt, takes, size, path,
        parts);
  }

  ApartState taken(UUID taker, CompletedBy by, long until) {
    return new ApartState(
        Stage.TAKEN,
        until,
        id,
        taker,
        by,
        openedAt,
        cameAt,
        dueAt,
        due,
        endsAt,
        takes + 1,
        size,
        path,
        parts);
  }

  ApartState closed(long until) {
    return new ApartState(
        Stage.CLOSED,
        until,
        id,
        NOBODY,
        by,
        openedAt,
        cameAt,
        dueAt,
        due,
        until,
        takes,
        size,
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** Without what the parts say, for who needs to know only which there are. */
  ApartState inShort() {
    var names = new TreeMap<String, byte[]>();
    parts.keySet().forEach(name -> names.put(name, new byte[0]));
    return with(path, names, size, cameAt);
  }

  int partBytes() {
    int sum = 0;
    for (var part : parts.entrySet()) {
      sum += PART_BYTES + part.getKey().length() + part.getValue().length;
    }
    return sum;
  }

  /** Its parts as one JSON document, each under its name; the order is that of the names. */
  byte[] document() {
    var document = new Splice(partBytes() + 2).add('{');
    parts.forEach((name, text) -> document.member(Splice.name(name), text));
    return document.add('}').bytes();
  }

  List<String> names() {
    return List.copyOf(parts.keySet());
  }

  byte[] bytes() {
    return ApartBytes.bytes(this);
  }
}
