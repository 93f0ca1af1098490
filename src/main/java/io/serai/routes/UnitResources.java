package io.serai.routes;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;

/**
 * {@code file:schemas/product.json} in a route file means the file beside it: as it was when the
 * unit was read, so that a generation never sees half of a change.
 */
final class UnitResources extends ResourceResolverSupport {
  private final UnitFiles files;

  UnitResources(UnitFiles files) {
    super("file");
    this.files = files;
  }

  @Override
  protected Resource createResource(String location, String remaining) {
    var path = remaining.startsWith("//") ? remaining.substring(2) : remaining;
    if (!path.startsWith("/")) {
      var name = files.nameOf(path);
      if (name != null) {
        var own = files.files().get(name);
        return ResourceHelper.fromBytes(location, own == null ? files.common().get(name) : own);
      }
    }
    return onDisk(
        location, path.startsWith("/") ? new File(path) : files.place().resolve(path).toFile());
  }

  private static Resource onDisk(String location, File file) {
    return new ResourceSupport("file", location) {
      @Override
      public boolean exists() {
        return file.isFile();
      }

      @Override
      public InputStream getInputStream() throws IOException {
        return new FileInputStream(file);
      }
    };
  }
}
