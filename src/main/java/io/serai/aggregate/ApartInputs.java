package io.serai.aggregate;

import io.serai.request.Inputs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the steps within see of the requests that brought the parts: the path parameters that all of
 * them had in common, and the key that the result has. Whoever came last, it is the same.
 */
record ApartInputs(Map<String, String> parameters, String ownKey) implements Inputs {
  static final String KEY_HEADER = "Idempotency-Key";

  @Override
  public @Nullable String path(String name) {
    return parameters.get(name);
  }

  @Override
  public Collection<String> pathNames() {
    return parameters.keySet();
  }

  @Override
  public @Nullable String header(String name) {
    return name.equalsIgnoreCase(KEY_HEADER) ? ownKey : null;
  }

  @Override
  public Collection<String> headerNames() {
    return List.of(KEY_HEADER);
  }
}
