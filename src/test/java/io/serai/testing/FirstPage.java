package io.serai.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page by which a start is judged: two parts of one backend in one document. */
public final class FirstPage {
  /** What it answers. */
  public static final String DOCUMENT = "{\"one\":{\"a\":1},\"two\":{\"a\":1}}";

  private static final String ROUTE =
      """
      - route:
          id: page
          from:
            uri: "gateway:/page"
            steps:
              - multicast:
                  parallelProcessing: true
                  aggregationStrategy: "#keyed"
                  steps:
                    - to: { uri: "backend:stub/one", parameters: { as: one } }
                    - to: { uri: "backend:stub/two", parameters: { as: two } }
      """;

  private FirstPage() {}

  /** The backend {@code stub} behind it. */
  public static StubBackend backend() {
    return StubBackend.start().otherwise(StubBackend.Script.json("{\"a\":1}"));
  }

  /**
   * A new instance that has it.
   *
   * @param more further routes of its file
   */
  public static Path instance(Installed installed, Path base, StubBackend backend, String more)
      throws IOException, InterruptedException {
    installed.instance(base, "backend.stub.url=" + backend.url());
    Files.writeString(base.resolve("conf/page.camel.yaml"), ROUTE + more);
    return base;
  }

  /** The body that a running instance answers. */
  public static String get(Path base, String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + Installed.port(base) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
