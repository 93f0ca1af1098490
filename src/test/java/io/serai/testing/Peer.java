package io.serai.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One of the gateways of a cluster on loopback, a process of the packed archive. */
public final class Peer {
  private static final Pattern MEMBER =
      Pattern.compile("\\{\"id\":\"[^\"]*\",\"name\":\"([^\"]*)\"");
  private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();

  private final Installed installed;
  private final String name;
  private final Path base;
  private long pid;

  private Peer(Installed installed, String name, Path base) {
    this.installed = installed;
    this.name = name;
    this.base = base;
  }

  /** Of these names, not started, in directories of that name, each with these settings. */
  public static List<Peer> cluster(
      Installed installed, Path place, List<String> names, String... settings) throws Exception {
    var ports = new ArrayList<Integer>();
    while (ports.size() < names.size()) {
      ports.add(Installed.freePort());
    }
    var all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < names.size(); i++) {
      var lines = new ArrayList<>(Arrays.asList(settings));
      lines.add("listener.name=" + names.get(i));
      lines.add("cluster.name=shop");
      lines.add("cluster.members=" + all);
      lines.add("cluster.port=" + ports.get(i));
      var base = installed.instance(place.resolve(names.get(i)), lines.toArray(new String[0]));
      peers.add(new Peer(installed, names.get(i), base));
    }
    return peers;
  }

  /** As its {@code listener.name}. */
  public String name() {
    return name;
  }

  public Path base() {
    return base;
  }

  /** Returns when it is ready. */
  public void start() throws IOException, InterruptedException {
    var start = run("start");
    assertThat(start.code()).as(start.out()).isZero();
  }

  /** One of its verbs. */
  public Installed.Ran run(String... words) throws IOException, InterruptedException {
    var arguments = new ArrayList<>(Arrays.asList(words));
    arguments.addAll(List.of("--base", base.toString()));
    return installed.serai(arguments.toArray(new String[0]));
  }

  /** {@code TERM}, {@code KILL}, {@code STOP} or {@code CONT}, to its process. */
  public void signal(String signal) throws IOException, InterruptedException {
    pid = Long.parseLong(Files.readString(base.resolve("run/serai.pid")).strip());
    var kill = new ProcessBuilder("kill", "-" + signal, "" + pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Whether the process is there that got the last signal. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** A page of its listener. */
  public URI page(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + Installed.port(base) + path);
  }

  /** A page of its management listener. */
  public URI management(String path) throws IOException {
    return URI.create("http://" + running("management") + path);
  }

  /** The status of an answer to a GET. */
  public static int status(URI page) throws IOException {
    return open(page).getResponseCode();
  }

  /** What a page of the management listener says. */
  public String ask(String path) throws IOException {
    try (var body = open(management(path)).getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  /** Whom it sees in the cluster, itself too, oldest first. */
  public List<String> members() throws IOException {
    return MEMBER.matcher(ask("/cluster")).results().map(found -> found.group(1)).toList();
  }

  /** Opens, closes or resets a circuit in the whole cluster. */
  public void control(String wish, String circuit) throws IOException {
    var connection = open(management("/control/circuits/" + wish + "?name=" + circuit));
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + running("token"));
    assertThat(connection.getResponseCode()).isEqualTo(200);
  }

  /** All that it has logged. */
  public List<String> log() throws IOException {
    return InstanceLog.lines(base);
  }

  private static HttpURLConnection open(URI page) throws IOException {
    var connection = (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE);
    connection.setReadTimeout(PATIENCE);
    return connection;
  }

  private String running(String member) throws IOException {
    var text = Files.readString(base.resolve("run/instance.json"));
    var found = Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]*)\"").matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  @Override
  public String toString() {
    return name;
  }
}
