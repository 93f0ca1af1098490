package io.serai.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who takes part in {@link Shapes}. */
final class ShapeContenders {
  private static final int ORDERS = 100;

  private ShapeContenders() {}

  static Contender backend(Path work) throws IOException, InterruptedException {
    return Contenders.nginx(
        "backend",
        Contenders.LOAD_CORE,
        work,
        "shapes.nginx.conf",
        Map.of(
            "catalog",
            Part.CATALOG,
            "stock",
            Part.STOCK,
            "reviews",
            Part.REVIEWS,
            "orders",
            orders()));
  }

  /** A list in which every element names a seller of its own: what joins least well. */
  private static String orders() {
    return IntStream.range(0, ORDERS)
        .mapToObj(i -> "{\"order\":%d,\"sellerId\":%d}".formatted(1000 + i, i))
        .collect(Collectors.joining(",", "{\"page\":1,\"items\":[", "]}"));
  }

  static Contender raw(Path work, int backend) throws IOException, InterruptedException {
    return Contenders.onNetty("raw", RawShapes.class, work, "" + backend);
  }

  static Contender serai(Path work, int backend) throws IOException, InterruptedException {
    return Contenders.serai(
        work,
        backend,
        "shapes.camel.yaml",
        Part.read("shapes.camel.yaml") + "\n" + Shape.fanRoutes());
  }
}
