package io.serai.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sockets of one loop, one of which always has more. */
class OneTurnTest {
  private static final byte WORD = 1;
  private static final int PATIENCE = 30; // seconds

  /** By then the buffers of the system have grown. */
  private static final long RUN_UP = 64 << 20;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong flood = new AtomicLong();
  private final CompletableFuture<Long> readBeforeTheWord = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch wordIsIn = new CountDownLatch(1);

  /** Stops in the flood until the word is in too. */
  private final class Reading extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) throws Exception {
      if (bytes.getByte(bytes.readerIndex()) == WORD) {
        readBeforeTheWord.complete(flood.get());
      } else if (flood.addAndGet(bytes.readableBytes()) >= RUN_UP && wordIsIn.getCount() > 0) {
        flood.set(0);
        stopped.countDown();
        assertThat(wordIsIn.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void whatSaysAWordIsHeardBeforeMoreThanATurnOfWhatNeverStops() throws Exception {
    try (var loops = Loops.start(1);
        var flooding = new Socket();
        var speaking = new Socket()) {
      var server =
          loops
              .listening()
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(new Reading());
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sync()
              .channel();
      flooding.connect(server.localAddress());
      speaking.connect(server.localAddress());
      var over = new Thread(() -> flood(flooding), "flood");
      over.start();
      assertThat(stopped.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      // As much is on its way as the system holds.
      var before = new AtomicLong();
      await().until(() -> before.getAndSet(sent.get()) == sent.get());

      speaking.getOutputStream().write(WORD);
      wordIsIn.countDown();

      assertThat(readBeforeTheWord.get(PATIENCE, TimeUnit.SECONDS)).isLessThanOrEqualTo(512 << 10);
      flooding.shutdownOutput();
      over.join(TimeUnit.SECONDS.toMillis(PATIENCE));
    }
  }

  private void flood(Socket socket) {
    var piece = new byte[64 << 10];
    try {
      while (true) {
        socket.getOutputStream().write(piece);
        sent.addAndGet(piece.length);
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
