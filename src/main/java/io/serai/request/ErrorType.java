package io.serai.request;

import java.util.Locale;

/** What came between us and a part's backend, as {@code Proxy-Status} names it: RFC 9209, 2.3. */
public enum ErrorType {
  /** Nothing, or nothing that is of the way there: an answer of no use, say. */
  NONE,
  DNS_TIMEOUT,
  DNS_ERROR,
  /** Believed to be of no use now, and so not asked: an open circuit. */
  DESTINATION_UNAVAILABLE,
  DESTINATION_IP_UNROUTABLE,
  CONNECTION_REFUSED,
  /** Closed before a byte of the answer came. */
  CONNECTION_TERMINATED,
  CONNECTION_TIMEOUT,
  CONNECTION_LIMIT_REACHED,
  TLS_PROTOCOL_ERROR,
  TLS_CERTIFICATE_ERROR,
  /** It refused the handshake: our certificate, as a rule. */
  TLS_ALERT_RECEIVED,
  /** What the client sent can't be sent on. */
  HTTP_REQUEST_ERROR,
  /** Not sent, by our own rules: one call too many. */
  HTTP_REQUEST_DENIED,
  /** Closed in the middle of the answer. */
  HTTP_RESPONSE_INCOMPLETE,
  HTTP_RESPONSE_HEADER_SECTION_SIZE,
  HTTP_RESPONSE_BODY_SIZE,
  HTTP_RESPONSE_TRAILER_SECTION_SIZE,
  HTTP_RESPONSE_TRANSFER_CODING,
  HTTP_RESPONSE_TIMEOUT,
  HTTP_PROTOCOL_ERROR,
  PROXY_INTERNAL_ERROR;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As it stands in the header. */
  public String text() {
    return text;
  }
}
