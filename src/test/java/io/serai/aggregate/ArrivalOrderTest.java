package io.serai.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.json.JsonScan;
import io.serai.testing.Gateway;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random documents that arrive in random orders make one and the same document. */
@Timeout(300)
class ArrivalOrderTest {
  private static final int PARTS = 5;
  private static final int DOCUMENTS = 40;
  private static final int ORDERS = 4;
  private static final List<String> STRATEGIES = List.of("keyed", "merge", "concat", "some");

  @TempDir private Path base = Path.of("");
  private final Random random = new Random(20);
  private volatile Turns turns = new Turns(List.of());

  /** Lets one backend answer after the other. */
  private static final class Turns {
    private final List<Integer> order;
    private int at;

    Turns(List<Integer> order) {
      this.order = order;
    }

    synchronized void await(int part) throws IOException {
      try {
        while (order.get(at) != part) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    synchronized void next() {
      at++;
      notifyAll();
    }
  }

  private static String routes() {
    var text =
        new StringBuilder(
            """
            - beans:
                - name: some
                  type: io.serai.aggregate.Keyed
                  properties: { quorum: 3 }
            """);
    for (var strategy : STRATEGIES) {
      text.append(
          """
          - route:
              id: %s
              from:
                uri: "gateway:/%s"
                steps:
                  - multicast:
                      parallelProcessing: true
                      aggregationStrategy: "#%s"
                      steps:
          """
              .formatted(strategy, strategy, strategy));
      for (int part = 0; part < PARTS; part++) {
        // The last two are spread out at the top where parts have names.
        var name = part < 3 ? "as: p" + part + ", " : "";
        text.append(
            """
                              - to: { id: %s-%d, uri: "backend:b/%d", parameters: { %soptional: true } }
            """
                .formatted(strategy, part, part, name));
      }
    }
    return text.toString();
  }

  @Test
  void aDocumentNeverDependsOnTheOrderOfArrival() throws Exception {
    var jackson = new ObjectMapper();
    try (var stub = StubBackend.start();
        var gateway = Gateway.start(base, Map.of("backend.b.url", stub.url()), routes())) {
      for (int round = 0; round < DOCUMENTS; round++) {
        var answers = answers();
        for (int part = 0; part < PARTS; part++) {
          stub.on("/" + part, inTurn(part, answers.get(part)));
        }
        for (var strategy : STRATEGIES) {
          var inFileOrder = "";
          var order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
          for (int i = 0; i < ORDERS; i++) {
            turns = new Turns(List.copyOf(order));
            var answer = gateway.get("/" + strategy);
            assertThat(answer.statusCode()).as(strategy).isEqualTo(200);
            var body = answer.body();
            assertThat(JsonScan.check(body.getBytes(UTF_8))).isEqualTo(JsonScan.VALID);
            jackson.readTree(body);
            inFileOrder = i == 0 ? body : inFileOrder;
            assertThat(body).as(strategy + " as they came: " + order).isEqualTo(inFileOrder);
            Collections.shuffle(order, random);
          }
        }
      }
    }
  }

  private Script inTurn(int part, Script answer) {
    return talk -> {
      var mine = turns;
      mine.await(part);
      answer.play(talk);
      mine.next();
    };
  }

  /** Two of the named may fail. */
  private List<Script> answers() {
    var answers = new ArrayList<Script>();
    for (int part = 0; part < PARTS; part++) {
      answers.add(
          part < 2 && random.nextInt(4) == 0
              ? Script.status(500)
              : Script.json(space() + (part < 2 ? value(0) : object(0)) + space()));
    }
    return answers;
  }

  private String value(int depth) {
    return switch (random.nextInt(depth < 3 ? 8 : 6)) {
      case 0 -> "null";
      case 1 -> "-1.50e+0" + random.nextInt(9);
      case 2 -> "true";
      case 3 -> "\"é\\u00e9 \\\"}\"";
      case 4 -> "12345678901234567890.10";
      case 5 -> "[" + space() + "]";
      case 6 -> array(depth + 1);
      default -> object(depth + 1);
    };
  }

  private String array(int depth) {
    return random
        .ints(random.nextInt(4))
        .mapToObj(any -> space() + value(depth))
        .collect(java.util.stream.Collectors.joining(",", "[", "]"));
  }

  /** Few names, so that they meet. */
  private String object(int depth) {
    var text = new StringBuilder("{");
    for (char name = 'a'; name <= 'e'; name++) {
      if (random.nextBoolean()) {
        text.append(text.length() > 1 ? "," : "").append(space());
        text.append('"').append(name).append("\":").append(value(depth));
      }
    }
    return text.append('}').toString();
  }

  private String space() {
    return List.of("", "", " ", "\n  ").get(random.nextInt(4));
  }
}
