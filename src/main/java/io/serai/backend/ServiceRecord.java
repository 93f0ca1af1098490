package io.serai.backend;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An SRV record, RFC 2782.
 *
 * @param priority the lowest is served first
 * @param weight its share of the calls of its priority; 0 is hardly any
 * @param host a name, without a dot at its end
 * @param port 1 to 65535
 */
record ServiceRecord(int priority, int weight, String host, int port) {
  /** The same records in another turn are no other answer. */
  private static final Comparator<ServiceRecord> ORDER =
      Comparator.comparingInt(ServiceRecord::priority)
          .thenComparing(ServiceRecord::host)
          .thenComparingInt(ServiceRecord::port)
          .thenComparingInt(ServiceRecord::weight);

  /**
   * Those of an answer that name a host, in order. A target of "." says that there is no service;
   * what is no host name is passed over, as it would stand in a Host header.
   */
  static List<ServiceRecord> of(List<DnsRecord> answer) {
    return answer.stream()
        .map(ServiceRecord::read)
        .filter(Objects::nonNull)
        .distinct()
        .sorted(ORDER)
        .toList();
  }

  private static @Nullable ServiceRecord read(DnsRecord record) {
    if (!(record instanceof DnsRawRecord raw) || !record.type().equals(DnsRecordType.SRV)) {
      return null;
    }
    ByteBuf data = raw.content().duplicate();
    if (data.readableBytes() < 7) {
      return null;
    }
    int priority = data.readUnsignedShort();
    int weight = data.readUnsignedShort();
    int port = data.readUnsignedShort();
    var name = DefaultDnsRecordDecoder.decodeName(data).toLowerCase(Locale.ROOT);
    var host = name.substring(0, name.length() - 1);
    boolean isHost = port > 0 && Origin.isName(host);
    return isHost ? new ServiceRecord(priority, weight, host, port) : null;
  }

  @Override
  public String toString() {
    return host + ":" + port + " (priority " + priority + ", weight " + weight + ")";
  }
}
