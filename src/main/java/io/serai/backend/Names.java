package io.serai.backend;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.serai.request.Loops;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up host names without blocking a loop: IP literals, then {@code /etc/hosts}, then DNS,
 * again once an answer's TTL is over, a second at least and five minutes at most. What a name last
 * stood for is kept for as long as no newer answer is to be had, and used when the resolver fails
 * or dawdles.
 */
final class Names implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  /** How long a look-up may take where an older answer is at hand. */
  private static final long PATIENCE_MILLIS = 300;

  private static final long QUERY_TIMEOUT_MILLIS = 1000;

  /** An answer's TTL counts within these: not a look-up for each connection, nor a move unseen. */
  static final int LEAST_TTL_SECONDS = 1;

  static final int MOST_TTL_SECONDS = 300;

  /** A line for each look-up of an outage would fill the disk. */
  private static final long TELL_AGAIN = TimeUnit.SECONDS.toNanos(10);

  private final Loops loops;
  private final @Nullable DnsServerAddressStreamProvider servers;
  private final Map<EventLoop, DnsNameResolver> resolvers = new ConcurrentHashMap<>();
  private final Map<String, List<InetAddress>> lastGood = new ConcurrentHashMap<>();
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  /**
   * Names looked up on these loops.
   *
   * @param servers null for the system's
   */
  Names(Loops loops, @Nullable DnsServerAddressStreamProvider servers) {
    this.loops = loops;
    this.servers = servers;
  }

  /** Is told what a name stands for. */
  interface Found {
    /**
     * The addresses.
     *
     * @param addresses none if the name is unknown
     * @param timedOut whether none could be had in time
     */
    void found(List<InetAddress> addresses, boolean timedOut);
  }

  /** Tells once, on the loop, which is the caller's. */
  void find(EventLoop loop, String host, Found found) {
    var literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      found.found(List.of(address(literal)), false);
      return;
    }
    var answer = resolvers.computeIfAbsent(loop, this::resolver).resolveAll(host);
    if (answer.isDone()) {
      found.found(addresses(host, answer), isTimeout(answer));
      return;
    }
    var once = new Once(found);
    if (lastGood.containsKey(host)) {
      loop.schedule(
          () -> once.found(lastGood.getOrDefault(host, List.of()), false),
          PATIENCE_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    answer.addListener(
        (Future<List<InetAddress>> done) -> once.found(addresses(host, done), isTimeout(done)));
  }

  /** The SRV records of a name, to be released by whoever gets them; a failure if it has none. */
  Future<List<DnsRecord>> services(EventLoop loop, String name) {
    var question = new DefaultDnsQuestion(name, DnsRecordType.SRV);
    return resolvers.computeIfAbsent(loop, this::resolver).resolveAll(question);
  }

  private static boolean isTimeout(Future<?> answer) {
    return DnsNameResolver.isTimeoutError(answer.cause());
  }

  private static final class Once implements Found {
    private @Nullable Found told;

    Once(Found told) {
      this.told = told;
    }

    @Override
    public void found(List<InetAddress> addresses, boolean timedOut) {
      var first = told;
      told = null;
      if (first != null) {
        first.found(addresses, timedOut);
      }
    }
  }

  private List<InetAddress> addresses(String host, Future<List<InetAddress>> answer) {
    if (answer.isSuccess() && !answer.getNow().isEmpty()) {
      lastGood.put(host, answer.getNow());
      return answer.getNow();
    }
    var older = lastGood.getOrDefault(host, List.of());
    if (isToBeTold(host)) {
      LOG.warn(
          "{}: look-up failed, {}: {}",
          host,
          older.isEmpty() ? "no address known" : "its last addresses stay in use",
          answer.cause() == null ? "no address" : answer.cause().getMessage());
    }
    return older;
  }

  /** Once per name in a while; loops that ask at the same moment may both tell. */
  private boolean isToBeTold(String host) {
    long now = System.nanoTime();
    var last = told.get(host);
    if (last != null && now - last < TELL_AGAIN) {
      return false;
    }
    told.put(host, now);
    return true;
  }

  private DnsNameResolver resolver(EventLoop loop) {
    var builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(loops.datagram())
            .socketChannelType(loops.client())
            .ttl(LEAST_TTL_SECONDS, MOST_TTL_SECONDS)
            .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS);
    if (servers != null) {
      builder.nameServerProvider(servers);
    }
    return builder.build();
  }

  private static InetAddress address(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for a length other than 4 or 16
    }
  }

  /** Forgets what others than these last stood for. */
  void keep(Set<String> hosts) {
    lastGood.keySet().retainAll(hosts);
    told.keySet().retainAll(hosts);
  }

  @Override
  public void close() {
    resolvers.values().forEach(DnsNameResolver::close);
  }
}
