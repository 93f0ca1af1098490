package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.serai.circuit.Circuits;
import io.serai.circuit.Timing;
import io.serai.request.Deadline;
import io.serai.request.Inputs;
import io.serai.request.Loops;
import io.serai.request.Request;
import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What befell an earlier socket of the same number doesn't end the connect of the next. */
@Timeout(30)
class StrayEventTest {

  /** Is told to read before it is connected, as Netty's epoll does with a stray event. */
  public static final class Startled extends NioSocketChannel {
    @Override
    protected void doRegister() throws Exception {
      super.doRegister();
      eventLoop().execute(() -> pipeline().fireExceptionCaught(new NotYetConnectedException()));
    }
  }

  @Test
  void aStrayEventBeforeTheConnectCostsNoCall() {
    var loops =
        new Loops(
            new NioEventLoopGroup(1),
            NioServerSocketChannel.class,
            Startled.class,
            NioDatagramChannel.class,
            "nio");
    var offLoop = Executors.newSingleThreadExecutor();
    try (var stub = StubBackend.start().otherwise(Script.json("1"));
        var backends =
            new Backends(
                loops,
                offLoop,
                Calls.settings("backend.a.url", stub.url(), "backend.a.retries", "0"),
                new Circuits(Timing.real()));
        var calls = new Calls()) {
      calls.context.removeComponent("backend");
      backends.mount(calls.context);
      var outcome = Calls.await(calls.begin(request(loops), "backend:a/x"));
      assertThat(outcome.reason()).isEmpty();
      assertThat(outcome.status()).isEqualTo(200);
    } finally {
      offLoop.shutdownNow();
      loops.close();
    }
  }

  private static Request request(Loops loops) {
    return new Request(
        new Request.Identity("id-1", ""),
        Inputs.NONE,
        Deadline.in(Duration.ofSeconds(10)),
        loops.next(),
        Runnable::run,
        256);
  }
}
