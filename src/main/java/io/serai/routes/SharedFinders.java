package io.serai.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;

/**
 * Remembers for all contexts what Camel's service files name: the jars are the same for every unit,
 * and looking through them again cost half of what a context costs.
 */
final class SharedFinders implements FactoryFinderResolver {
  private static final Map<String, ConcurrentMap<String, Class<?>>> FOUND =
      new ConcurrentHashMap<>();
  private static final Map<String, ConcurrentMap<String, Boolean>> MISSING =
      new ConcurrentHashMap<>();

  @Override
  public FactoryFinder resolveFactoryFinder(ClassResolver classes, String path) {
    return new Finder(classes, path);
  }

  @Override
  public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver classes, String path) {
    return new Finder(classes, path);
  }

  private static final class Finder extends DefaultFactoryFinder {
    Finder(ClassResolver classes, String path) {
      super(classes, path);
      classMap = FOUND.computeIfAbsent(path, any -> new ConcurrentHashMap<>());
      classesNotFound = MISSING.computeIfAbsent(path, any -> new ConcurrentHashMap<>());
    }

    @Override
    public void clear() {
      // Shared: a context that stops must not make the others look again.
    }
  }
}
