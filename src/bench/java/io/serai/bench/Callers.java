package io.serai.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * So many callers at once, each with a connection and a thing of its own to ask for, again as soon
 * as it is answered; what it gets is held against what it asked for. Stops by itself.
 */
final class Callers {
  private static final int MOST = 1_000_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /**
   * What came of it.
   *
   * @param right answered 200 with the caller's own slice
   * @param wrong answered otherwise or not at all
   * @param p50 and p99 microseconds
   */
  record Seen(double seconds, long right, long wrong, double p50, double p99) {}

  private final EventLoop loop;
  private final String prefix;
  private final long begin = System.nanoTime();
  private final long end;
  private final CountDownLatch done = new CountDownLatch(1);
  private final int[] micros = new int[MOST];
  private int right;
  private long wrong;
  private int outstanding;

  private Callers(EventLoop loop, String prefix, int seconds) {
    this.loop = loop;
    this.prefix = prefix;
    this.end = begin + TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * Asks for so long.
   *
   * @param prefix of the path, a caller's own thing is put after it
   */
  static Seen run(EventLoop loop, int port, String prefix, int callers, int seconds)
      throws InterruptedException {
    var run = new Callers(loop, prefix, seconds);
    for (int i = 0; i < callers; i++) {
      var caller = run.new Caller("s" + i);
      new Bootstrap()
          .group(loop)
          .channel(Transport.client())
          .option(ChannelOption.TCP_NODELAY, true)
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel
                      .pipeline()
                      .addLast(new HttpClientCodec(), new HttpObjectAggregator(1 << 20), caller);
                }
              })
          .connect("127.0.0.1", port)
          .sync();
    }
    loop.execute(run::await);
    run.done.await();
    return run.seen();
  }

  private void await() {
    long now = System.nanoTime();
    if (now - end < 0 || (outstanding > 0 && now - end < PATIENCE)) {
      loop.schedule(this::await, 20, TimeUnit.MILLISECONDS);
    } else {
      wrong += outstanding;
      done.countDown();
    }
  }

  private Seen seen() {
    var sorted = Arrays.copyOf(micros, Math.min(right, MOST));
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Seen(
        (end - begin) / 1e9,
        right,
        wrong,
        last < 0 ? 0 : sorted[last / 2],
        last < 0 ? 0 : sorted[(int) (0.99 * last)]);
  }

  private final class Caller extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final String sku;
    private final String expected;
    private long askedAt;
    private boolean waiting;

    Caller(String sku) {
      this.sku = sku;
      this.expected = PriceBackend.price(sku);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      ask(context);
    }

    private void ask(ChannelHandlerContext context) {
      var request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.GET, prefix + sku, Unpooled.EMPTY_BUFFER);
      request.headers().set(HttpHeaderNames.HOST, "127.0.0.1");
      waiting = true;
      outstanding++;
      askedAt = System.nanoTime();
      context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
      long now = System.nanoTime();
      waiting = false;
      outstanding--;
      if (answer.status().code() == 200 && answer.content().toString(UTF_8).equals(expected)) {
        if (right < MOST) {
          micros[right] = (int) ((now - askedAt) / 1000);
        }
        right++;
      } else {
        wrong++;
      }
      if (now - end < 0) {
        ask(context);
      } else {
        context.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (waiting) {
        outstanding--;
        wrong++;
      }
    }
  }
}
