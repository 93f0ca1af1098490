package io.serai.settings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.settings.SettingsLoader.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  private static final Key<Integer> PORT = Key.port("listener.port", 8080, "The port.");
  private static final Key<String> HOST = Key.text("listener.host", "", "The address.");
  private static final Key<Duration> DELAY = Key.duration("shutdown.delay", "0s", "The delay.");
  private static final Key<Long> BODY = Key.size("request.maxBody", "1MiB", "The body.");
  private static final Key<List<String>> URL = Key.list("backend.*.url", "", "URLs.").onSave();
  private static final Key<Duration> TIMEOUT =
      Key.duration("backend.*.timeout", "2s", "The call.").onSave();
  private static final Key<String> RELOAD =
      Key.choice("routes.reload", "auto", "When.", "auto", "manual");
  private static final List<Key<?>> KEYS =
      List.of(PORT, HOST, DELAY, BODY, URL, TIMEOUT, RELOAD, Key.secret("vault.pin", "A pin."));

  @TempDir private Path base = Path.of("");
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> commandLine = new TreeMap<>();

  @BeforeEach
  void anEmptyConf() throws IOException {
    Files.createDirectory(base.resolve("conf"));
  }

  private void write(String file, String... lines) throws IOException {
    var path = base.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines));
  }

  private Loaded load() {
    return new SettingsLoader(base, KEYS, environment, commandLine).load();
  }

  private Settings settings() {
    var loaded = load();
    assertThat(loaded.problems()).isEmpty();
    return loaded.settings();
  }

  private String source(String key) {
    return requireNonNull(settings().value(key)).source();
  }

  private List<String> problems() {
    return load().problems().stream().map(Problem::toString).toList();
  }

  @Test
  void answersDefaultsWhenNothingIsWritten() {
    assertThat(settings().get(PORT)).isEqualTo(8080);
    assertThat(settings().text("listener.port")).isEqualTo("8080");
    assertThat(settings().text("listener.prot")).isNull();
  }

  @Test
  void readsTypedValuesWithTheirSource() throws IOException {
    write("conf/serai.properties", "# ours", "listener.port = 80 ", "shutdown.delay=5s");
    write(
        "conf/shop/more.properties",
        "request.maxBody=2KiB",
        "backend.stock.url=http://a, http://b");
    assertThat(settings().get(PORT)).isEqualTo(80);
    assertThat(settings().get(DELAY)).hasSeconds(5);
    assertThat(settings().get(BODY)).isEqualTo(2048);
    assertThat(settings().get(URL.of("stock"))).containsExactly("http://a", "http://b");
    assertThat(settings().namesUnder("backend")).containsExactly("stock");
    assertThat(source("listener.port")).isEqualTo("conf/serai.properties:2");
  }

  @Test
  void letsTheCommandLineBeatTheEnvironmentAndThatTheFile() throws IOException {
    write("conf/serai.properties", "listener.port=1", "listener.host=a", "shutdown.delay=1s");
    environment.put("SERAI_LISTENER_PORT", "2");
    environment.put("SERAI_LISTENER_HOST", "b");
    commandLine.put("listener.port", "3");
    assertThat(settings().get(PORT)).isEqualTo(3);
    assertThat(source("listener.port")).isEqualTo("-p");
    assertThat(settings().get(HOST)).isEqualTo("b");
    assertThat(source("listener.host")).isEqualTo("SERAI_LISTENER_HOST");
    assertThat(settings().get(DELAY)).hasSeconds(1);
  }

  @Test
  void namesBothFilesThatSetOneKey() throws IOException {
    write("conf/serai.properties", "listener.port=1");
    write("conf/shop/shop.properties", "", "listener.port=2");
    assertThat(problems())
        .containsExactly(
            "conf/shop/shop.properties:2: listener.port: is also set in conf/serai.properties:1"
                + " (expected: it once). Remove one of the two");
  }

  @Test
  void namesBothLinesThatSetOneKey() throws IOException {
    write("conf/serai.properties", "listener.port=1", "listener.port=2");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(
            "conf/serai.properties:2: listener.port: is also set in conf/serai.properties:1");
  }

  @Test
  void saysEverythingThatIsWrongAtOnceInFileOrder() throws IOException {
    write(
        "conf/serai.properties",
        "listener.port=80x",
        "shutdown.delay=5",
        "request.maxBody=12",
        "routes.reload=never",
        "listner.host=x");
    assertThat(problems())
        .containsExactly(
            "conf/serai.properties:1: listener.port: 80x"
                + " (expected: a whole number from 0 to 65535)",
            "conf/serai.properties:2: shutdown.delay: 5"
                + " (expected: a number and a unit (ms, s, m, h, d), such as 500ms)",
            "conf/serai.properties:3: request.maxBody: 12"
                + " (expected: a number and a unit (B, KiB, MiB, GiB), such as 64KiB)",
            "conf/serai.properties:4: routes.reload: never (expected: auto or manual)",
            "conf/serai.properties:5: listner.host: no such setting."
                + " Did you mean listener.host? Settings of your own start with my.");
    assertThat(load().refused()).isTrue();
  }

  @Test
  void tellsTheRangeWithItsUnit() throws IOException {
    write("conf/serai.properties", "wait=2h", "body=0", "count=-1");
    var keys =
        List.<Key<?>>of(
            Key.duration("wait", "1s", "1ms", "1h", "A wait."),
            Key.size("body", "1KiB", "1B", "1MiB", "A body."),
            Key.integer("count", 1, 1, 9, "A count."));
    assertThat(new SettingsLoader(base, keys, environment, commandLine).load().problems())
        .extracting(Problem::toString)
        .containsExactly(
            "conf/serai.properties:1: wait: 2h"
                + " (expected: a number and a unit (ms, s, m, h, d), from 1ms to 1h)",
            "conf/serai.properties:2: body: 0"
                + " (expected: a number and a unit (B, KiB, MiB, GiB), from 1B to 1MiB)",
            "conf/serai.properties:3: count: -1 (expected: a whole number from 1 to 9)");
  }

  @Test
  void findsTheNearestKeyOfAPatternWithTheOperatorsName() throws IOException {
    write("conf/serai.properties", "backend.catalog.tiemout=2s");
    assertThat(problems()).singleElement().asString().contains("mean backend.catalog.timeout?");
  }

  @Test
  void leavesOwnAndCamelsKeysAlone() throws IOException {
    write("conf/serai.properties", "my.greeting= hi ", "camel.main.name=x", "camel.ssl.file=/x");
    assertThat(settings().text("my.greeting")).isEqualTo("hi ");
    assertThat(settings().text("camel.ssl.file")).isEqualTo("/x");
  }

  @Test
  void namesTheVariableWithABadValue() {
    environment.put("SERAI_LISTENER_PORT", "x");
    commandLine.put("shutdown.delay", "y");
    assertThat(problems())
        .anyMatch(text -> text.startsWith("SERAI_LISTENER_PORT listener.port: x (expected:"))
        .anyMatch(text -> text.startsWith("-p shutdown.delay: y (expected:"));
  }

  @Test
  void refusesAnUnknownKeyOfTheCommandLine() {
    commandLine.put("listener.prot", "1");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("-p listener.prot: no such setting. Did you mean listener.port?");
  }

  @Test
  void warnsOfAnUnknownVariableWithTheNearest() {
    environment.put("SERAI_LISTNER_PORT", "1");
    environment.put("SERAI_BASE", "/x");
    environment.put("SERAI_HOME", "/x");
    environment.put("SERAI_JAVA_HOME", "/x");
    environment.put("PATH", "/x");
    assertThat(load().refused()).isFalse();
    assertThat(problems())
        .containsExactly("SERAI_LISTNER_PORT: no such setting. Did you mean SERAI_LISTENER_PORT?");
  }

  @Test
  void mapsVariablesWithoutRegardToCase() {
    environment.put("SERAI_REQUEST_MAXBODY", "3B");
    environment.put("SERAI_BACKEND_STOCK_URL", "http://s");
    assertThat(settings().get(BODY)).isEqualTo(3);
    assertThat(settings().get(URL.of("stock"))).containsExactly("http://s");
  }

  @Test
  void refusesAnAmbiguousVariable() {
    environment.put("SERAI_BACKEND_NEW_STOCK_URL", "http://s");
    assertThat(problems())
        .containsExactly(
            "SERAI_BACKEND_NEW_STOCK_URL: may mean backend.new-stock.url or backend.new_stock.url."
                + " Write it in a file or as -p key=value");
  }

  @Test
  void asksTheFilesWhatAVariableMeans() throws IOException {
    write("conf/serai.properties", "backend.new-stock.url=http://a", "my.db-host=x");
    environment.put("SERAI_BACKEND_NEW_STOCK_URL", "http://b");
    environment.put("SERAI_MY_DB_HOST", "y");
    environment.put("SERAI_MY_OTHER_THING", "z");
    assertThat(settings().get(URL.of("new-stock"))).containsExactly("http://b");
    assertThat(settings().text("my.db-host")).isEqualTo("y");
    assertThat(settings().text("my.other.thing")).isEqualTo("z");
  }

  @Test
  void readsASecretFromAFileRelativeToTheBase() throws IOException {
    write("secrets/pin", "s3cret");
    write("conf/serai.properties", "my.pin.file=secrets/pin");
    var value = requireNonNull(settings().value("my.pin"));
    assertThat(value.text()).isEqualTo("s3cret");
    assertThat(value.shown()).isEqualTo("***");
    assertThat(value).hasToString("***");
    assertThat(value.source()).isEqualTo("conf/serai.properties:1 (from secrets/pin)");
    assertThat(settings().has("my.pin.file")).isFalse();
  }

  @Test
  void readsASecretNamedByTheEnvironment() throws IOException {
    write("pin", "s3cret");
    environment.put("SERAI_VAULT_PIN_FILE", "pin");
    assertThat(settings().text("vault.pin")).isEqualTo("s3cret");
  }

  @Test
  void saysWhichSecretFileIsMissing() throws IOException {
    write("conf/serai.properties", "my.pin.file=/no/where");
    assertThat(problems())
        .containsExactly(
            "conf/serai.properties:1: my.pin.file: /no/where isn't there"
                + " (expected: a text file that this user may read)");
  }

  @Test
  void refusesAKeyBesideItsFile() throws IOException {
    write("pin", "s3cret");
    write("conf/serai.properties", "my.pin=1", "my.pin.file=pin");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("also set in conf/serai.properties:1");
  }

  @Test
  void masksSecretsInMessages() throws IOException {
    write("conf/serai.properties", "listener.port.file=pin");
    write("pin", "s3cret");
    assertThat(problems()).singleElement().asString().contains("***").doesNotContain("s3cret");
  }

  @Test
  void saysThatThereIsNoConf() throws IOException {
    Files.delete(base.resolve("conf"));
    assertThat(problems()).singleElement().asString().startsWith("conf: no directory in " + base);
  }

  @Test
  void refusesAFileThatIsNoUtf8() throws IOException {
    Files.write(base.resolve("conf/latin1.properties"), new byte[] {'a', '=', (byte) 0xE4});
    assertThat(problems())
        .singleElement()
        .asString()
        .isEqualTo(
            "conf/latin1.properties: not readable as text (expected: UTF-8)."
                + " Save it as UTF-8");
  }

  @Test
  void passesOverHiddenFilesAndFolders() throws IOException {
    write("conf/.git/x.properties", "nonsense=1");
    write("conf/.#serai.properties", "nonsense=1");
    write("conf/serai.properties~", "nonsense=1");
    assertThat(problems()).isEmpty();
  }

  @Test
  void readsAConfThatIsASymbolicLink() throws IOException {
    write("releases/1/serai.properties", "listener.port=7");
    Files.delete(base.resolve("conf"));
    Files.createSymbolicLink(base.resolve("conf"), base.resolve("releases/1"));
    assertThat(settings().get(PORT)).isEqualTo(7);
  }

  @Test
  void takesAnEmptyValueOfANoneByDefaultKeyAsNone() throws IOException {
    write("conf/serai.properties", "listener.host=");
    assertThat(settings().get(HOST)).isEmpty();
  }

  @Test
  void tellsWhatIsLiveAndWhatWaitsForARestart() throws IOException {
    write("conf/serai.properties", "listener.port=8080", "backend.a.timeout=1s", "my.x=1");
    var before = settings();
    write("conf/serai.properties", "shutdown.delay=3s", "backend.a.timeout=2s", "my.x=2");
    var change = SettingsChange.between(before, settings());
    assertThat(change.live()).containsExactly("backend.a.timeout", "my.x");
    assertThat(change.afterRestart()).containsExactly("shutdown.delay");
    assertThat(SettingsChange.between(before, before).isEmpty()).isTrue();
  }
}
