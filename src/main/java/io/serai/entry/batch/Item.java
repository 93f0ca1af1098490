package io.serai.entry.batch;

import io.serai.json.JsonValue;

/**
 * One item as it stands in a batch; what it asks for is read when its turn comes.
 *
 * @param number its place, from 1
 * @param id as the client wrote it, a JSON string or number; without one its place, a string
 * @param value an object
 */
@SuppressWarnings("ArrayRecordComponent") // made once per item, never compared
record Item(int number, byte[] id, JsonValue value) {}
