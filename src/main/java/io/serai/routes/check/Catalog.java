package io.serai.routes.check;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.EipModel.EipOptionModel;
import org.jspecify.annotations.Nullable;

/** What Camel's catalog knows, read once per name: each look costs a JSON file. */
final class Catalog {
  private static final DefaultCamelCatalog CATALOG = new DefaultCamelCatalog(true);
  private static final Map<String, List<EipOptionModel>> OPTIONS = new ConcurrentHashMap<>();

  private Catalog() {}

  static DefaultCamelCatalog get() {
    return CATALOG;
  }

  /** The options of a step, empty if there is no step of that name. */
  static List<EipOptionModel> optionsOf(String step) {
    return OPTIONS.computeIfAbsent(
        step,
        name -> {
          // Keys of route files are free text, the catalog's names are plain words.
          if (name.isEmpty() || !name.chars().allMatch(Character::isLetterOrDigit)) {
            return List.of();
          }
          var model = CATALOG.eipModel(name);
          return model == null ? List.of() : model.getOptions();
        });
  }

  static boolean isLanguage(String name) {
    return CATALOG.findLanguageNames().contains(name);
  }

  static boolean isDataFormat(String name) {
    return CATALOG.findDataFormatNames().contains(name);
  }

  /** The artefact that brings a language or data format, null if Camel knows none. */
  static @Nullable String artefactOfLanguage(String name) {
    var model = CATALOG.languageModel(name);
    return model == null ? null : model.getArtifactId();
  }

  static @Nullable String artefactOfDataFormat(String name) {
    var model = CATALOG.dataFormatModel(name);
    return model == null ? null : model.getArtifactId();
  }

  /** The artefact that brings a scheme, null if Camel knows none. */
  static @Nullable String artefactOf(String scheme) {
    if (!CATALOG.findComponentNames().contains(scheme)) {
      return null;
    }
    var model = CATALOG.componentModel(scheme);
    return model == null ? null : model.getArtifactId();
  }
}
