package io.serai.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.serai.circuit.Circuits;
import io.serai.request.Loops;
import io.serai.testing.LogLines;
import java.io.IOException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process without file descriptors opens no socket, and blames nobody for it. */
@Timeout(30)
class NoSocketTest {

  /** As a class of Netty's fails when the system gives it no socket. */
  public static final class Socketless extends NioSocketChannel {
    public Socketless() {
      throw new ChannelException(new IOException("Too many open files"));
    }
  }

  @Test
  void aCallForWhichThereIsNoSocketFailsOnItsLoopAndSaysNothingOfTheBackend() {
    var own = Loops.start(1);
    var loops =
        new Loops(
            own.group(),
            NioServerSocketChannel.class,
            Socketless.class,
            NioDatagramChannel.class,
            "none");
    var offLoop = Executors.newSingleThreadExecutor();
    var settings =
        Calls.settings(
            "backend.a.url", "http://127.0.0.1:9", "backend.a.circuit.minimumNumberOfCalls", "2");
    try (var log = new LogLines("io.netty");
        var backends =
            new Backends(loops, offLoop, settings, new Circuits(io.serai.circuit.Timing.real()));
        var calls = new Calls()) {
      calls.context.removeComponent("backend");
      backends.mount(calls.context);
      for (int i = 0; i < 5; i++) {
        var outcome = Calls.await(calls.begin(request(own), "backend:a/x"));
        assertThat(outcome.answer()).isEqualTo(503);
        assertThat(outcome.reason()).isEqualTo("no connection can be opened: Too many open files");
        assertThat(outcome.attempts()).isEqualTo(1);
      }
      assertThat(backends.stats().get(0).failures()).containsEntry("capacity", 5L);
      assertThat(backends.circuits().stats().get(0).calls()).isZero();
      assertThat(log.has("An exception was thrown")).isFalse();
    } finally {
      offLoop.shutdownNow();
      own.close();
    }
  }

  private static io.serai.request.Request request(Loops loops) {
    return new io.serai.request.Request(
        new io.serai.request.Request.Identity("id-1", ""),
        io.serai.request.Inputs.NONE,
        io.serai.request.Deadline.in(java.time.Duration.ofSeconds(10)),
        loops.next(),
        Runnable::run,
        256);
  }
}
