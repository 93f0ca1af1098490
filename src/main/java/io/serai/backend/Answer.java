package io.serai.backend;

import io.serai.formats.ContentType;
import java.util.List;
import java.util.Map;

/**
 * A backend's whole answer.
 *
 * @param contentEncoding as sent, empty if there was none
 * @param retryAfter as sent, empty if it wasn't
 * @param headers those wanted, by lower-case name, a value for each line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(
    int status,
    ContentType type,
    String contentEncoding,
    String retryAfter,
    Map<String, List<String>> headers,
    byte[] body) {}
