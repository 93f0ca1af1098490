package io.serai.operator;

import static org.awaitility.Awaitility.await;

import io.serai.testing.StubBackend;
import io.serai.testing.StubBackend.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ServerSocketFactory;

/** A backend that dies in a way of its own and comes back at the same address. */
final class MortalBackend implements AutoCloseable {
  /** How it is when dead. */
  enum Death {
    REFUSES,
    RESETS,
    HANGS,
    UNAVAILABLE
  }

  private final Death death;
  private final int port;
  private StubBackend stub;
  private Socket place;
  private int seenBefore;

  MortalBackend(Death death) {
    this.death = death;
    stub = StubBackend.start().otherwise(Script.json("1"));
    port = stub.port();
  }

  Death death() {
    return death;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Requests read so far. */
  int seen() {
    return seenBefore + (stub == null ? 0 : stub.requests().size());
  }

  void die() {
    switch (death) {
      case REFUSES -> {
        seenBefore += stub.requests().size();
        stub.close();
        stub = null;
        // The thread that accepts holds the port a moment longer.
        await().pollInterval(Duration.ofMillis(5)).ignoreExceptions().until(this::takesPlace);
      }
      case RESETS -> stub.otherwise(Script.reset());
      case HANGS -> stub.otherwise(Script.hang());
      case UNAVAILABLE -> stub.otherwise(Script.status(503));
    }
  }

  /** Bound, so that nobody else gets the port, and not listening. */
  private boolean takesPlace() throws IOException {
    place = new Socket();
    place.setReuseAddress(true);
    place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return true;
  }

  void live() throws IOException {
    if (stub == null) {
      place.close();
      stub = StubBackend.start(new AtPort(), "http");
    }
    stub.otherwise(Script.json("1"));
  }

  @Override
  public void close() throws IOException {
    if (stub == null) {
      place.close();
    } else {
      stub.close();
    }
  }

  /** Whatever port is asked for. */
  private final class AtPort extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket(int any) throws IOException {
      return createServerSocket(any, 0);
    }

    @Override
    public ServerSocket createServerSocket(int any, int backlog) throws IOException {
      return createServerSocket(any, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int any, int backlog, InetAddress address)
        throws IOException {
      return new ServerSocket(port, backlog, address);
    }
  }
}
