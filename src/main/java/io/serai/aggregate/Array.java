package io.serai.aggregate;

import io.serai.PartFailed;
import io.serai.json.JsonArray;
import io.serai.json.JsonProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code #array}: what a split's elements came to, as one array in their order. One that failed and
 * is optional, and one that was skipped, is left out.
 *
 * <p>Properties: {@code concurrency}, how many elements are under way together in a split with
 * {@code parallelProcessing}, 1 to 1024, default 16; {@code maxBody}, how long they may be
 * together, default 64MiB.
 */
public final class Array extends ElementStrategy {

  /** Sets how many elements are under way together, 1 to 1024. */
  public void setConcurrency(int atOnce) {
    concurrency(atOnce);
  }

  /** Sets how long the answers may be together, such as {@code 64MiB}. */
  public void setMaxBody(String size) {
    maxBody(size);
  }

  @Override
  byte[] document(FanOut fanOut) {
    var texts = new ArrayList<byte[]>(fanOut.positions());
    for (int i = 0; i < fanOut.positions(); i++) {
      var outcome = fanOut.at(i).outcome;
      if (outcome != null && outcome.isSuccess()) {
        texts.add(Outcomes.json(outcome));
      }
    }
    return array(texts);
  }

  private static byte[] array(List<byte[]> texts) {
    try {
      return JsonArray.of(texts);
    } catch (JsonProblem e) {
      throw new PartFailed("array", "" + e.getMessage(), 502, null);
    }
  }

  @Override
  byte[] with(byte @Nullable [] document, String part, byte[] text) {
    var texts = new ArrayList<byte[]>();
    if (document != null) {
      texts.addAll(JsonArray.elements(document));
    }
    texts.add(text);
    return array(texts);
  }
}
