package io.serai.circuit;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.serai.PartFailed;
import java.util.function.Predicate;
import org.apache.camel.util.ObjectHelper;

/**
 * Which exceptions of the steps are failures.
 *
 * @param ignored what says nothing: neither counted nor answered by the fallback
 * @param recorded what counts as a failure; anything else is a success
 */
record ErrorRules(Predicate<Throwable> ignored, Predicate<Throwable> recorded) {

  /** That of a list: any of the classes, anywhere among the causes. */
  static Predicate<Throwable> anyOf(Iterable<Class<?>> classes) {
    return thrown -> {
      for (var cause : ObjectHelper.createExceptionIterable(thrown)) {
        for (var type : classes) {
          if (type.isInstance(cause)) {
            return true;
          }
        }
      }
      return false;
    };
  }

  /** Whether it was turned away further in, by whatever: what is behind wasn't even asked. */
  static boolean isRejection(Throwable thrown) {
    for (var cause : ObjectHelper.createExceptionIterable(thrown)) {
      if (cause instanceof CallNotPermittedException
          || cause instanceof BulkheadFullException
          || (cause instanceof PartFailed failed && failed.kind() != PartFailed.Kind.FAILED)) {
        return true;
      }
    }
    return false;
  }
}
