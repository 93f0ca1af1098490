package io.serai.backend;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the SRV records of one name again and again: once their TTL is over, and sooner while
 * there is no answer. What it last stood for stays for as long as no newer answer is to be had.
 *
 * <pre>
 *   NEW ─→ ASKING ─→ RESTING ─→ ASKING …
 *             └─────────┴─────→ STOPPED
 * </pre>
 *
 * Confined to its loop, but for what is known.
 */
final class ServiceLookup {
  private static final Logger LOG = LoggerFactory.getLogger("io.serai.backend");

  private static final long LONGEST_PAUSE_SECONDS = 30;

  private final String name;
  private final Names names;
  private final EventLoop loop;
  private final Runnable changed;
  private volatile @Nullable List<ServiceRecord> known;
  private volatile boolean owed;
  private @Nullable Future<?> next;
  private int failures; // in a row
  private boolean stopped;

  /**
   * Nothing known yet.
   *
   * @param changed runs on the loop each time that the records are others, or are owed
   */
  ServiceLookup(String name, Names names, EventLoop loop, Runnable changed) {
    this.name = name;
    this.names = names;
    this.loop = loop;
    this.changed = changed;
  }

  void start() {
    loop.execute(this::ask);
  }

  void stop() {
    loop.execute(
        () -> {
          stopped = true;
          if (next != null) {
            next.cancel(false);
          }
        });
  }

  /** What the name last stood for; null until there is a first answer. */
  @Nullable List<ServiceRecord> known() {
    return known;
  }

  /** Whoever was told couldn't make use of them: is told anew after the next answer. */
  void owe() {
    owed = true;
  }

  private void ask() {
    if (!stopped) {
      names.services(loop, name).addListener((Future<List<DnsRecord>> done) -> answered(done));
    }
  }

  private void answered(Future<List<DnsRecord>> answer) {
    long seconds;
    if (answer.isSuccess()) {
      var records = answer.getNow();
      try {
        seconds = ttl(records);
        found(ServiceRecord.of(records));
      } catch (RuntimeException e) {
        seconds = failed(e);
      } finally {
        records.forEach(ReferenceCountUtil::release);
      }
    } else {
      seconds = failed(answer.cause());
    }
    if (!stopped && !loop.isShuttingDown()) {
      next = loop.schedule(this::ask, seconds, TimeUnit.SECONDS);
    }
  }

  private static long ttl(List<DnsRecord> records) {
    long least = records.stream().mapToLong(DnsRecord::timeToLive).min().orElse(0);
    return Math.max(Names.LEAST_TTL_SECONDS, Math.min(Names.MOST_TTL_SECONDS, least));
  }

  private void found(List<ServiceRecord> records) {
    failures = 0;
    if (stopped) {
      return;
    }
    boolean others = !records.equals(known);
    if (others) {
      known = records;
      LOG.info("{}: its SRV records are {}", name, records.isEmpty() ? "none" : records);
    }
    if (others || owed) {
      owed = false;
      changed.run();
    }
  }

  /** The seconds until it is asked again. */
  private long failed(Throwable cause) {
    failures++;
    if (!stopped) {
      var last = known;
      LOG.warn(
          "{}: look-up of its SRV records failed, {}: {}",
          name,
          last == null || last.isEmpty() ? "no host known" : "the last ones stay in use",
          cause.getMessage());
    }
    return Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(failures - 1, 10));
  }
}
