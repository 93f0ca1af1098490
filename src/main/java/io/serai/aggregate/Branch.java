package io.serai.aggregate;

import io.serai.json.Splice;
import io.serai.request.PartCall;
import org.apache.camel.AsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * One branch of a multicast, or what a split does with each element, as it was built.
 *
 * @param part the part's name; empty under a foreign strategy, which needs none
 * @param named whether the name is the {@code as} of its calls, so that it stands in the document
 * @param nameText the name as it stands before its value in JSON
 * @param required whether its failure fails the request
 * @param conditional whether a condition in it decides if there is a part at all
 * @param waitsFor the indices of the branches whose parts its calls refer to
 * @param call the one call it consists of, or null if it is anything else
 * @param steps the branch within a unit of work of its own
 * @param guarded the same with the route's error handler around it; equal to {@code steps} where
 *     that handler stands around the multicast
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Branch(
    String part,
    boolean named,
    byte[] nameText,
    boolean required,
    boolean conditional,
    int[] waitsFor,
    @Nullable PartCall call,
    AsyncProcessor steps,
    AsyncProcessor guarded) {

  static Branch of(
      BranchCalls.Named name, int[] waitsFor, AsyncProcessor steps, AsyncProcessor guarded) {
    return new Branch(
        name.part(),
        name.as(),
        Splice.name(name.part()),
        name.required(),
        name.conditional(),
        waitsFor,
        name.call(),
        steps,
        guarded);
  }
}
