package io.serai.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes looked at in one go: a long, and longs of eight equal bytes to compare it with. */
final class Octets {
  private Octets() {}

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final long ONES = 0x0101010101010101L;
  static final long HIGH_BITS = 0x8080808080808080L;
  static final long SPACES = ' ' * ONES;
  static final long QUOTES = '"' * ONES;
  static final long BACKSLASHES = '\\' * ONES;
}
