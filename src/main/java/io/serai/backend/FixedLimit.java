package io.serai.backend;

/** Always the same. */
record FixedLimit(int calls) implements Limit {

  @Override
  public boolean isLearning() {
    return false;
  }

  @Override
  public void answered(long now, long begun, long took, int underWay) {}

  @Override
  public void dropped(long now, long begun, int underWay) {}

  @Override
  public void turnedAway(long now) {}
}
