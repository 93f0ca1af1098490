package io.serai.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * More requests than a gateway can do: as fast as answers come, or at a rate that doesn't care for
 * answers, over many connections with one request each. A request that is due while all of them
 * wait isn't sent: clients have bounds of their own. Stops by itself.
 */
final class Flood {
  private static final ByteBuf REQUEST =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(
              "GET /products/42 HTTP/1.1\r\nHost: flood\r\n\r\n", StandardCharsets.US_ASCII));
  private static final long IN_TIME = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final int MOST = 4_000_000;

  /**
   * What came of it.
   *
   * @param good answered 200 within a second of being due
   * @param late answered 200 after that
   * @param shed answered 503 with a time to come back
   * @param other answered otherwise or not at all
   * @param unsent due when no connection was free
   * @param goodMicros median time to a 200
   * @param shedMicros median time to a 503
   */
  record Seen(
      double seconds,
      long good,
      long late,
      long shed,
      long other,
      long unsent,
      double goodMicros,
      double shedMicros) {

    double goodPerSecond() {
      return good / seconds;
    }
  }

  private final EventLoop loop;
  private final ArrayDeque<Client> idle = new ArrayDeque<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final double perSecond;
  private final long begin = System.nanoTime();
  private final long end;
  private final int[] goodMicros = new int[MOST];
  private final int[] shedMicros = new int[MOST];
  private long due;
  private long nth;
  private int good;
  private long late;
  private int shed;
  private long other;
  private long unsent;
  private long outstanding;

  private Flood(EventLoop loop, double perSecond, int seconds) {
    this.loop = loop;
    this.perSecond = perSecond;
    this.end = begin + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Each connection sends again as soon as it is answered. */
  static Seen closed(EventLoop loop, int port, int connections, int seconds)
      throws InterruptedException {
    return run(loop, port, connections, 0, seconds);
  }

  /** At this rate, whatever is answered. */
  static Seen open(EventLoop loop, int port, int connections, double perSecond, int seconds)
      throws InterruptedException {
    return run(loop, port, connections, perSecond, seconds);
  }

  private static Seen run(EventLoop loop, int port, int connections, double rate, int seconds)
      throws InterruptedException {
    var flood = new Flood(loop, rate, seconds);
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Transport.client())
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(flood.new Client(channel));
                  }
                });
    for (int i = 0; i < connections; i++) {
      bootstrap.connect().sync();
    }
    loop.execute(flood::tick);
    flood.done.await();
    return flood.seen();
  }

  private void tick() {
    if (nth == 0) {
      due = System.nanoTime();
      nth = 1;
    }
    long now = System.nanoTime();
    if (now - end >= 0) {
      finish();
      return;
    }
    if (perSecond == 0) {
      for (var client = idle.pollFirst(); client != null; client = idle.pollFirst()) {
        client.send(now);
      }
      loop.schedule(this::tick, 10, TimeUnit.MILLISECONDS);
      return;
    }
    for (; due - now <= 0; due = begin + (long) (nth++ * 1e9 / perSecond)) {
      var client = idle.pollFirst();
      if (client == null) {
        unsent++;
      } else {
        client.send(due);
      }
    }
    loop.schedule(this::tick, 500, TimeUnit.MICROSECONDS);
  }

  private void finish() {
    if (outstanding > 0 && System.nanoTime() - end < PATIENCE) {
      loop.schedule(this::finish, 50, TimeUnit.MILLISECONDS);
      return;
    }
    other += outstanding;
    idle.forEach(client -> client.channel.close());
    done.countDown();
  }

  private Seen seen() {
    return new Seen(
        (end - begin) / 1e9,
        good,
        late,
        shed,
        other,
        unsent,
        median(goodMicros, good),
        median(shedMicros, shed));
  }

  private static double median(int[] micros, int count) {
    var sorted = Arrays.copyOf(micros, Math.min(count, MOST));
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** One connection and the request on it. */
  private final class Client extends SimpleChannelInboundHandler<ByteBuf> {
    private final Channel channel;
    private final StringBuilder head = new StringBuilder(512);
    private boolean busy;
    private long dueAt;
    private int left = -1;

    Client(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      idle.addLast(this);
    }

    void send(long at) {
      busy = true;
      dueAt = at;
      outstanding++;
      channel.writeAndFlush(REQUEST.duplicate(), channel.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (left < 0 && bytes.isReadable()) {
        head.append((char) bytes.readByte());
        int length = head.length();
        if (length > 3 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
          int at = head.indexOf("Content-Length: ") + 16;
          left = Integer.parseInt(head.substring(at, head.indexOf("\r", at)));
        }
      }
      int more = Math.min(Math.max(left, 0), bytes.readableBytes());
      bytes.skipBytes(more);
      left -= more;
      if (left == 0) {
        answered(head.substring(9, 12));
      }
    }

    private void answered(String status) {
      long now = System.nanoTime();
      long took = now - dueAt;
      busy = false;
      outstanding--;
      if (status.equals("200")) {
        if (took > IN_TIME) {
          late++;
        } else if (good < MOST) {
          goodMicros[good++] = (int) (took / 1000);
        }
      } else if (status.equals("503") && shed < MOST && head.indexOf("Retry-After: ") > 0) {
        shedMicros[shed++] = (int) (took / 1000);
      } else {
        other++;
      }
      head.setLength(0);
      left = -1;
      if (perSecond == 0 && now - end < 0) {
        send(now);
      } else {
        idle.addLast(this);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      idle.remove(this);
      if (busy) {
        outstanding--;
        other++;
      }
    }
  }
}
