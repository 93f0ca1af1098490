package io.serai.backend;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on a free loopback port that gives every name the same addresses. */
final class StubDns implements AutoCloseable {
  final AtomicInteger asked = new AtomicInteger();

  /** One, or several separated by commas. */
  volatile String address;

  /** SRV records as "priority weight port target", for every name. */
  volatile List<String> services = List.of();

  /** In seconds. */
  volatile int ttl = 1;

  volatile boolean mute;

  /** Whether it knows no name any more. */
  volatile boolean isEmpty;

  private final DatagramSocket server;

  StubDns(String address) throws SocketException {
    this.address = address;
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    var thread = new Thread(this::serve, "stub-dns");
    thread.setDaemon(true);
    thread.start();
  }

  DnsServerAddressStreamProvider provider() {
    return new SingletonDnsServerAddressStreamProvider(
        new InetSocketAddress(server.getLocalAddress(), server.getLocalPort()));
  }

  @Override
  public void close() {
    server.close();
  }

  private void service(java.nio.ByteBuffer out, String record) {
    var words = record.split(" ", -1);
    out.putShort((short) 0xC00C).putShort((short) 33).putShort((short) 1).putInt(ttl);
    int length = out.position();
    out.putShort((short) 0);
    for (int i = 0; i < 3; i++) {
      out.putShort((short) Integer.parseInt(words[i]));
    }
    for (var label : words[3].equals(".") ? new String[0] : words[3].split("\\.", -1)) {
      out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.put((byte) 0).putShort(length, (short) (out.position() - length - 2));
  }

  /** Answers A and SRV, everything else with nothing; NXDOMAIN for "gone", and for all if empty. */
  private void serve() {
    var packet = new DatagramPacket(new byte[1500], 1500);
    while (!server.isClosed()) {
      try {
        server.receive(packet);
        if (mute) {
          continue;
        }
        var in = packet.getData();
        int end = 12;
        while (in[end] != 0) {
          end += in[end] + 1;
        }
        boolean a = in[end + 2] == 1;
        boolean srv = in[end + 2] == 33;
        boolean gone = isEmpty || in[13] == 'g';
        end += 5;
        var out = java.nio.ByteBuffer.allocate(512);
        out.put(in, 0, 2).putShort((short) (gone ? 0x8183 : 0x8180)).putShort((short) 1);
        var addresses = address.split(",", -1);
        out.putShort((short) (gone ? 0 : a ? addresses.length : srv ? services.size() : 0));
        out.putInt(0).put(in, 12, end - 12);
        if (a && !gone) {
          asked.incrementAndGet();
          for (var each : addresses) {
            out.putShort((short) 0xC00C).putShort((short) 1).putShort((short) 1).putInt(ttl);
            out.putShort((short) 4).put(InetAddress.getByName(each).getAddress());
          }
        }
        if (srv && !gone) {
          asked.incrementAndGet();
          services.forEach(each -> service(out, each));
        }
        server.send(new DatagramPacket(out.array(), out.position(), packet.getSocketAddress()));
      } catch (java.io.IOException e) {
        return;
      }
    }
  }
}
