package io.serai.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What it costs to hold a body of 1 KB against a schema; run by hand. */
final class SchemaTimes {
  private static final String SCHEMA =
      """
      {"type":"object","required":["items"],"properties":{"items":{"type":"array","maxItems":50,
       "items":{"type":"object","required":["sku","price"],"additionalProperties":false,
       "properties":{"sku":{"type":"string","pattern":"^[A-Z]{2}-[0-9]+$"},
       "price":{"type":"number","minimum":0,"multipleOf":0.01},
       "quantity":{"type":"integer","minimum":1},"note":{"type":"string","maxLength":80}}}}}}""";

  private SchemaTimes() {}

  public static void main(String[] args) {
    var body = new StringBuilder("{\"items\":[");
    for (int i = 0; body.length() < 950; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"sku\":\"AB-")
          .append(i)
          .append("\",\"price\":19.99,\"quantity\":2,\"note\":\"leave it at the door\"}");
    }
    var bytes = body.append("]}").toString().getBytes(UTF_8);
    var schema = new Schemas(path -> null, Bounds.DEFAULT).read(SCHEMA);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 8; round++) {
      int times = 20_000;
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        if (schema.check(bytes) != null) {
          throw new IllegalStateException("it holds");
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d bytes: %.1f us of CPU, %d bytes allocated%n",
          bytes.length,
          (threads.getCurrentThreadCpuTime() - began) / 1e3 / times,
          (threads.getCurrentThreadAllocatedBytes() - allocated) / times);
    }
  }
}
