package io.serai.backend;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.serai.request.ErrorType;
import java.io.File;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS towards one host: its name is verified, and sent as SNI. */
final class Tls {
  private static final Fault TOO_SLOW =
      Fault.connect(ErrorType.CONNECTION_TIMEOUT, "TLS: handshake timed out");

  private final SslContext context;
  private final Origin origin;
  private final long handshakeNanos;

  /**
   * Reads the PEM files.
   *
   * @throws IllegalArgumentException naming the one that is of no use
   */
  Tls(Origin origin, HostOptions options) {
    this.origin = origin;
    // A handshake is two to three round trips where connecting is one.
    this.handshakeNanos = 4 * options.connectTimeout();
    try {
      var builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
      if (!options.trust().isEmpty()) {
        builder.trustManager(readable("tls.trust", options.trust()));
      }
      if (!options.cert().isEmpty() || !options.key().isEmpty()) {
        builder.keyManager(
            readable("tls.cert", options.cert()), readable("tls.key", options.key()));
      }
      context = builder.build();
    } catch (SSLException e) {
      throw new IllegalArgumentException("tls: " + e.getMessage(), e);
    }
  }

  private static File readable(String parameter, String name) {
    var file = new File(name);
    if (!file.canRead()) {
      throw new IllegalArgumentException(
          parameter + ": " + name + " (expected: a PEM file that can be read)");
    }
    return file;
  }

  SslHandler handler(ByteBufAllocator allocator) {
    var handler = context.newHandler(allocator, origin.host(), origin.port());
    var engine = handler.engine();
    var parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    handler.setHandshakeTimeout(handshakeNanos, TimeUnit.NANOSECONDS);
    return handler;
  }

  /** Why a handshake failed. */
  static Fault fault(@Nullable Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateExpiredException) {
        return certificate("TLS: certificate expired");
      }
      if (cause instanceof CertPathBuilderException || message.contains("PKIX path")) {
        return certificate("TLS: certificate of no trusted authority");
      }
      if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
        return certificate("TLS: certificate of another name");
      }
      if (message.contains("certificate_required")
          || message.contains("bad_certificate")
          || message.contains("certificate_unknown")
          || message.contains("unknown_ca")) {
        return Fault.connect(ErrorType.TLS_ALERT_RECEIVED, "TLS: client certificate refused");
      }
      if (message.contains("handshake timed out")) {
        return TOO_SLOW;
      }
    }
    return Fault.connect(ErrorType.TLS_PROTOCOL_ERROR, "TLS: handshake failed");
  }

  private static Fault certificate(String reason) {
    return Fault.connect(ErrorType.TLS_CERTIFICATE_ERROR, reason);
  }
}
