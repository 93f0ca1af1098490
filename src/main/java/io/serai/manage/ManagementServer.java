package io.serai.manage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second, small listener: for operators, balancers and scrapers, never for clients. It has
 * threads of its own, so that it answers while the event loops are busy.
 */
public final class ManagementServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final int THREADS = 8;
  private static final int BACKLOG = 64;

  static {
    // Read once, when the JDK's server is loaded: seconds for a request to come in and an answer
    // to go out, so that eight slow callers can't keep the ninth waiting for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpserver.maxConnections", "200");
  }

  private record Mounted(String methods, Access access, Handler handler) {}

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Guard guard;
  private final Credentials credentials;
  private final MetricsPage metrics;
  private final Map<String, Mounted> handlers = new ConcurrentSkipListMap<>();

  private ManagementServer(
      HttpServer server, ManageSettings settings, String token, Readings readings) {
    this.server = server;
    guard = new Guard(settings);
    credentials = new Credentials(token, settings);
    metrics = new MetricsPage(readings);
    threads = threads();
  }

  /**
   * Opens it, with the pages every instance has.
   *
   * @param settings without {@link ManageSettings#problems}
   * @param token that control requests carry
   * @throws BindException if the address is taken or not ours
   */
  public static ManagementServer open(
      ManageSettings settings, String token, Readings readings, Controls controls)
      throws IOException {
    if (!settings.problems().isEmpty()) {
      throw new IllegalArgumentException(settings.problems().get(0).toString());
    }
    var management =
        new ManagementServer(bind(settings.host(), settings.port()), settings, token, readings);
    var health = new HealthPages(readings);
    var control = new ControlPages(readings, controls);
    var circuits = new CircuitsPage(readings, controls);
    // OPTIONS is what HAProxy asks by unless it is told another method.
    management.mount("/health/live", "GET,OPTIONS", Access.OPEN, health::live);
    management.mount("/health/ready", "GET,OPTIONS", Access.OPEN, health::ready);
    management.mount("/metrics", "GET", Access.READ, management.metrics::scrape);
    management.mount("/routes", "GET", Access.READ, new RoutesPage(readings)::all);
    management.mount("/backends", "GET", Access.READ, new BackendsPage(readings)::all);
    management.mount(
        "/cluster", "GET", Access.READ, new ClusterPage(readings.cluster(), readings.apart())::all);
    management.mount("/status", "GET", Access.READ, new StatusPage(readings)::now);
    management.mount("/circuits", "GET", Access.READ, circuits::all);
    management.mount("/control/circuits/open", "POST", Access.CONTROL, circuits::open);
    management.mount("/control/circuits/close", "POST", Access.CONTROL, circuits::close);
    management.mount("/control/circuits/reset", "POST", Access.CONTROL, circuits::reset);
    management.mount("/control/drain", "POST", Access.CONTROL, control::drain);
    management.mount("/control/undrain", "POST", Access.CONTROL, control::undrain);
    management.mount("/control/reload", "POST", Access.CONTROL, control::reload);
    management.server.createContext("/", management::serve);
    management.server.setExecutor(management.threads);
    management.server.start();
    LOG.info("management listener on {}", management.address());
    return management;
  }

  private static HttpServer bind(String host, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (BindException e) {
      var told = new BindException(words(host + ":" + port, String.valueOf(e.getMessage())));
      told.initCause(e);
      throw told;
    }
  }

  /** The system's own words stay in, the exit code is chosen by them. */
  private static String words(String where, String said) {
    if (said.contains("Permission denied")) {
      return "management.port: may not listen on "
          + where
          + ": "
          + said
          + " (expected: a port from 1024 on, or a user who may). Change management.port.";
    }
    if (said.contains("in use")) {
      return "management.port: "
          + where
          + " is taken by another process (expected: a free port). Stop it, or change"
          + " management.port.";
    }
    return "management.host: can't listen on "
        + where
        + ": "
        + said
        + " (expected: an address of this machine). Change management.host.";
  }

  private static ThreadPoolExecutor threads() {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "serai-management-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Adds a page.
   *
   * @param path exact, or with a slash at its end everything below it
   * @param methods separated by commas; HEAD comes with GET
   */
  public void mount(String path, String methods, Access access, Handler handler) {
    handlers.put(path, new Mounted(methods, access, handler));
  }

  /** {@code host:port} as bound. */
  public String address() {
    var address = server.getAddress();
    var host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** Ends it at once; whoever is answered in this moment is cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    metrics.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Reply reply;
    try {
      reply = reply(new Ask(exchange), exchange.getLocalAddress());
    } catch (Ask.TooLarge e) {
      reply = Reply.problem(413, "Content Too Large", "");
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
      reply = Reply.problem(500, "Internal Server Error", "The log tells more");
    }
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.contentType());
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      reply.headers().forEach(headers::set);
      if (exchange.getRequestMethod().equals("HEAD")) {
        headers.set("Content-Length", "" + reply.body().length);
        exchange.sendResponseHeaders(reply.status(), -1);
      } else {
        exchange.sendResponseHeaders(
            reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  /** In this order, so that a stranger learns nothing: not even which pages there are. */
  private Reply reply(Ask ask, InetSocketAddress reached) throws IOException {
    var mounted = find(ask.path());
    var access = mounted == null ? Access.READ : mounted.access();
    var objection = guard.objection(access, ask, reached);
    if (objection != null) {
      return Reply.problem(403, "Forbidden", objection);
    }
    if (!credentials.allow(access, ask)) {
      return Reply.problem(
          401,
          "Unauthorized",
          credentials.expected(),
          Map.of("WWW-Authenticate", credentials.challenge()));
    }
    if (mounted == null) {
      return Reply.problem(404, "Not Found", "");
    }
    var method = ask.method().equals("HEAD") ? "GET" : ask.method();
    if (!("," + mounted.methods() + ",").contains("," + method + ",")) {
      return Reply.problem(405, "Method Not Allowed", "", Map.of("Allow", mounted.methods()));
    }
    return mounted.handler().handle(ask);
  }

  private @Nullable Mounted find(String path) {
    var exact = handlers.get(path);
    for (int slash = path.length(); exact == null && slash > 0; ) {
      slash = path.lastIndexOf('/', slash - 1);
      exact = slash < 0 ? null : handlers.get(path.substring(0, slash + 1));
    }
    return exact;
  }
}
