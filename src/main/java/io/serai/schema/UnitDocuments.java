package io.serai.schema;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a schema may refer to: files beside it, and the meta-schemas, which come with
 * the library. Nothing is ever fetched.
 */
final class UnitDocuments implements SchemaLoader {
  /** What stands for the unit's folder in IRIs; files are named relative to it. */
  static final String FOLDER = "unit://files/";

  private static final String[] META = {"classpath:draft-0", "classpath:draft/20"};

  private final Function<String, byte @Nullable []> files;
  private final Consumer<SchemaText> sound;
  private final List<SchemaText> read = new ArrayList<>();
  // A schema may give itself another name by its $id: what it refers to is beside it all the same.
  private final Map<String, String> folders = new LinkedHashMap<>();

  /**
   * Documents of a unit.
   *
   * @param files by their path relative to the unit's folder, null if there is none
   * @param sound refuses a document that is no schema
   */
  UnitDocuments(Function<String, byte @Nullable []> files, Consumer<SchemaText> sound) {
    this.files = files;
    this.sound = sound;
    folders.put(FOLDER, "");
  }

  /** All that were read, the first one first. */
  List<SchemaText> read() {
    return read;
  }

  /** Takes one up that is there already. */
  void add(String path, SchemaText text) {
    sound.accept(text);
    read.add(text);
    var id = text.root().path(text.root().has("$id") ? "$id" : "id").asText();
    int scheme = id.indexOf("://");
    if (scheme > 0 && id.indexOf('/', scheme + 3) > 0) {
      folders.putIfAbsent(
          id.substring(0, id.lastIndexOf('/') + 1), path.substring(0, path.lastIndexOf('/') + 1));
    }
  }

  @Override
  public InputStreamSource getSchema(AbsoluteIri iri) {
    var wanted = iri.toString();
    for (var meta : META) {
      if (wanted.startsWith(meta)) {
        var stream = AbsoluteIri.class.getClassLoader().getResourceAsStream(wanted.substring(10));
        if (stream != null) {
          return () -> stream;
        }
      }
    }
    for (var folder : folders.entrySet()) {
      if (wanted.startsWith(folder.getKey())) {
        var path = folder.getValue() + wanted.substring(folder.getKey().length());
        var bytes = isInside(path) ? files.apply(path) : null;
        if (bytes != null) {
          var text = SchemaText.read("file:" + path, bytes);
          add(path, text);
          return () -> new ByteArrayInputStream(bytes);
        }
        throw new Missing("file:" + path, "a file of the unit or of conf/common/");
      }
    }
    throw new Missing(wanted, "a file beside the schema; nothing is fetched from elsewhere");
  }

  /** Whether a path stays in the folder that it is relative to. */
  static boolean isInside(String path) {
    return !path.isEmpty()
        && !path.startsWith("/")
        && !path.contains("\\")
        && !path.contains(":")
        && !("/" + path + "/").contains("/../");
  }

  /** A reference that leads nowhere. */
  static final class Missing extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String expected;

    Missing(String what, String expected) {
      super(what, null);
      this.expected = expected;
    }

    String expected() {
      return expected;
    }
  }
}
