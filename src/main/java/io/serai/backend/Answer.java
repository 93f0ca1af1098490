package io.serai.backend;

import java.util.List;
import java.util.Map;

/**
 * A backend's whole answer.
 *
 * @param contentType as sent, empty if it wasn't
 * @param json whether that names JSON in UTF-8
 * @param contentEncoding as sent, empty if there was none
 * @param retryAfter as sent, empty if it wasn't
 * @param headers those wanted, by lower-case name, a value for each line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(
    int status,
    String contentType,
    boolean json,
    String contentEncoding,
    String retryAfter,
    Map<String, List<String>> headers,
    byte[] body) {}
