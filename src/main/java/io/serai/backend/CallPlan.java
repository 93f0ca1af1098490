package io.serai.backend;

import io.serai.request.Template;

/**
 * A {@code backend:} step against the settings as they are: made anew when they change, shared by
 * all its calls.
 *
 * @param path without the backend's own prefix, starts with a slash or is empty
 * @param contract what a successful answer must keep to
 * @param fallback a valid JSON text, empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CallPlan(
    Backend backend, CallOptions options, Template path, byte[] fallback, Contract contract) {}
