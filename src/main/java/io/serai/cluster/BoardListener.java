package io.serai.cluster;

/**
 * Hears of every change of a board, whoever made it, this member too; also of what was there when
 * this member joined. On the cluster's own single thread; must not block. What it throws is logged.
 */
public interface BoardListener {
  void put(String key, byte[] value);

  void removed(String key);
}
