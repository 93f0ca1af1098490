package io.serai.jq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON text to nodes and back, numbers as they were written. */
final class Json {
  private static final int MAX_DEPTH = 512;

  /** What this many digits stand before or after the point of can be spelt out at no cost. */
  private static final int MAX_SCALE = 1_000;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .nodeFactory(new Numbers())
          .build();

  private Json() {}

  /**
   * The text's value; null for an empty one.
   *
   * @throws IllegalArgumentException if it is no JSON, has a member twice or nests too deeply
   */
  static JsonNode read(byte[] text) {
    try {
      var node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? NullNode.getInstance() : node;
    } catch (IOException e) {
      var reason = e.getMessage() == null ? "" : e.getMessage();
      int source = reason.indexOf("\n");
      throw new IllegalArgumentException(
          "its input is no JSON: " + (source < 0 ? reason : reason.substring(0, source)), e);
    }
  }

  /** Within the running program's bounds. */
  static byte[] bytes(JsonNode node) {
    var budget = Budget.current();
    if (node.isContainerNode()) {
      budget.steps(1);
    }
    var out = new BoundedBytes(budget);
    try (var generator = new NoNumberIsNull(MAPPER.createGenerator(out))) {
      MAPPER.writeTree(generator, node);
    } catch (StreamConstraintsException e) {
      throw new BoundReached("its result nests too deeply");
    } catch (IOException e) {
      throw new IllegalArgumentException("its result can't be written: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  static String text(JsonNode node) {
    return new String(bytes(node), StandardCharsets.UTF_8);
  }

  /** Refuses what a few bytes could blow up, as 1e999999999 does when it becomes an integer. */
  private static final class Numbers extends JsonNodeFactory {
    @Override
    public ValueNode numberNode(@Nullable BigDecimal value) {
      if (value != null && Math.abs((long) value.scale()) > MAX_SCALE) {
        throw new IllegalArgumentException("a number of its input is out of range");
      }
      return super.numberNode(value);
    }
  }

  /** As jq itself writes what is no number. */
  private static final class NoNumberIsNull extends JsonGeneratorDelegate {
    NoNumberIsNull(JsonGenerator generator) {
      super(generator, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      if (Double.isNaN(value)) {
        super.writeNull();
      } else if (Double.isInfinite(value)) {
        super.writeNumber(value > 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
      } else {
        super.writeNumber(value);
      }
    }
  }

  private static final class BoundedBytes extends OutputStream {
    private final Budget budget;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    BoundedBytes(Budget budget) {
      this.budget = budget;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int length) {
      if (bytes.size() + (long) length > budget.maxResult()) {
        throw budget.tooLarge();
      }
      budget.text(length);
      bytes.write(some, from, length);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
