package io.serai.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests at a constant rate, whether or not answers come: what clients do that don't know
 * of each other. Latency counts from the time a request was due, so a pause isn't hidden by the
 * requests that weren't sent in it.
 */
public final class OpenLoop {
  private static final int PASSES = 2;
  private static final int WARMUP_SECONDS = 2;
  private static final int CONNECTIONS = 256;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * What one target showed, microseconds.
   *
   * @param requests measured
   */
  record Latency(long requests, double p50, double p99, double p999) {}

  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final long intervalNanos;
  private final long warmUntil;
  private final long end;
  private final long[] latencies;
  private final CountDownLatch done = new CountDownLatch(1);
  private long due;
  private int opened;
  private int measured;
  private int failed;
  private int lastBad;
  private int outstanding;

  private OpenLoop(EventLoop loop, int port, int perSecond, int seconds) {
    this.loop = loop;
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    due = System.nanoTime();
    warmUntil = due + TimeUnit.SECONDS.toNanos(WARMUP_SECONDS);
    end = warmUntil + TimeUnit.SECONDS.toNanos(seconds);
    latencies = new long[perSecond * seconds + perSecond];
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Transport.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(RawServer.decoding(), false, false),
                            new Connection());
                  }
                });
  }

  /** Measures each target in turn, twice over, in a process of its own beside the backends. */
  static Map<String, Latency> measure(Map<String, Integer> ports, int perSecond, Options options)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(Pinned.AHEAD);
    command.addAll(
        List.of(
            "taskset",
            "-c",
            Contenders.LOAD_CORE,
            Contenders.java(),
            "-Xms128m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            OpenLoop.class.getName(),
            "" + perSecond,
            "" + options.seconds()));
    ports.forEach((name, port) -> command.add(name + "=" + port));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the load at a constant rate failed:\n" + text);
    }
    var result = new LinkedHashMap<String, Latency>();
    for (var line : text.lines().toList()) {
      var fields = line.split("\t", -1);
      result.put(
          fields[0],
          new Latency(
              Long.parseLong(fields[1]),
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3]),
              Double.parseDouble(fields[4])));
    }
    return result;
  }

  /** Takes requests per second, seconds, and targets as {@code name=port}. */
  public static void main(String... args) throws InterruptedException {
    int perSecond = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    var loop = Transport.oneLoop();
    try {
      measure(loop.next(), Arrays.asList(args).subList(2, args.length), perSecond, seconds)
          .forEach(OpenLoop::print);
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static Map<String, long[]> measure(
      EventLoop loop, List<String> targets, int perSecond, int seconds)
      throws InterruptedException {
    var seen = new LinkedHashMap<String, long[]>();
    for (int pass = 0; pass < PASSES; pass++) {
      for (var target : targets) {
        var name = target.substring(0, target.indexOf('='));
        int port = Integer.parseInt(target.substring(name.length() + 1));
        var run = new OpenLoop(loop, port, perSecond, seconds);
        loop.execute(run::tick);
        run.done.await();
        if (run.failed > 0) {
          throw new IllegalStateException(
              name + ": " + run.failed + " failed requests, the last with status " + run.lastBad);
        }
        seen.merge(name, Arrays.copyOf(run.latencies, run.measured), OpenLoop::concat);
      }
    }
    return seen;
  }

  private static long[] concat(long[] a, long[] b) {
    var both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    System.out.println(
        String.join(
            "\t",
            name,
            "" + nanos.length,
            micros(nanos, 0.50),
            micros(nanos, 0.99),
            micros(nanos, 0.999)));
  }

  private static String micros(long[] sorted, double quantile) {
    return "" + sorted[(int) (quantile * (sorted.length - 1))] / 1000.0;
  }

  private void tick() {
    long now = System.nanoTime();
    while (due - now <= 0) {
      send(due);
      due += intervalNanos;
    }
    if (due - end < 0) {
      loop.schedule(this::tick, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    } else {
      finish();
    }
  }

  /** Once everything is answered, however late, or it is clear that it won't be. */
  private void finish() {
    if (outstanding > 0 && System.nanoTime() - end < PATIENCE_NANOS) {
      loop.schedule(this::finish, 50, TimeUnit.MILLISECONDS);
      return;
    }
    failed += outstanding;
    idle.forEach(Connection::close);
    done.countDown();
  }

  private void send(long dueAt) {
    outstanding++;
    var connection = idle.pollLast();
    if (connection != null) {
      connection.send(dueAt);
    } else if (opened == CONNECTIONS) {
      waiting.addLast(dueAt); // its clock is running
    } else {
      opened++;
      waiting.addLast(dueAt);
      bootstrap.connect().addListener(this::connected);
    }
  }

  private void connected(Future<? super Void> connect) {
    if (connect.isSuccess()) {
      next(((ChannelFuture) connect).channel().pipeline().get(Connection.class));
    } else {
      failed++;
    }
  }

  private void next(Connection free) {
    var dueAt = waiting.pollFirst();
    if (dueAt == null) {
      idle.addLast(free);
    } else {
      free.send(dueAt);
    }
  }

  private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    private final List<ChannelHandlerContext> context = new ArrayList<>(1);
    private long dueAt;
    private int status;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context.add(added);
    }

    void send(long at) {
      dueAt = at;
      var request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.GET, "/products/42", Unpooled.EMPTY_BUFFER);
      request.headers().set(HttpHeaderNames.HOST, "127.0.0.1");
      context.get(0).writeAndFlush(request);
    }

    void close() {
      context.get(0).close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse response) {
        status = response.status().code();
      }
      if (message instanceof LastHttpContent) {
        outstanding--;
        if (status != 200) {
          failed++;
          lastBad = status;
        } else if (dueAt - warmUntil >= 0 && measured < latencies.length) {
          latencies[measured++] = System.nanoTime() - dueAt;
        }
        next(this);
      }
    }
  }
}
