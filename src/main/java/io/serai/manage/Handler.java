package io.serai.manage;

import java.io.IOException;

/** Answers one path of the management listener, on a thread that may block. */
@FunctionalInterface
public interface Handler {
  Reply handle(Ask ask) throws IOException;
}
