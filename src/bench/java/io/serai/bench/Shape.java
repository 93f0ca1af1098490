package io.serai.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The ways to make many calls into one answer that {@link Shapes} measures. */
enum Shape {
  FAN_1("one call", 1),
  FAN_3("three at once", 3),
  FAN_5("five at once", 5),
  FAN_10("ten at once", 10),
  FAN_50("fifty at once", 50),
  SEQUENCE("three, one after another", 3),
  MIXED("two at once, a third that needs one of them", 3),
  SPLIT("a list, and a call for each of its 100 elements, joined", 101),
  SHAPED("three at once, picked and renamed", 3);

  final String title;

  /** Backend calls for one request. */
  final int calls;

  Shape(String title, int calls) {
    this.title = title;
    this.calls = calls;
  }

  /** The path that every contender serves it under. */
  String path() {
    return "/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "/42";
  }

  static List<Shape> fans() {
    return List.of(FAN_1, FAN_3, FAN_5, FAN_10, FAN_50);
  }

  /** As many calls under way whatever the shape, so that load means the same for each. */
  int connections(Options options) {
    return Math.max(2, Math.min(options.connections(), 3 * options.connections() / calls));
  }

  /** The backend and path of each call of a fan. */
  static String call(int index) {
    return switch (index % 3) {
      case 0 -> "catalog";
      case 1 -> "stock";
      default -> "reviews";
    };
  }

  /** The gateway's routes for the fans; the others are written in {@code shapes.camel.yaml}. */
  static String fanRoutes() {
    var text = new StringBuilder();
    for (var fan : fans()) {
      text.append(
          """
          - route:
              id: %1$s
              from:
                uri: "gateway:/%1$s/{id}"
                steps:
                  - multicast:
                      parallelProcessing: true
                      aggregationStrategy: "#keyed"
                      steps:
          """
              .formatted(fan.path().substring(1).replace("/42", "")));
      IntStream.range(0, fan.calls)
          .forEach(
              i ->
                  text.append("              - to: { uri: \"backend:")
                      .append(call(i))
                      .append("/items/{id}\", parameters: { as: p")
                      .append(i)
                      .append(" } }\n"));
    }
    return text.toString();
  }
}
