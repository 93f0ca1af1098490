package io.serai.manage;

/** What a request must bring. */
public enum Access {
  /** Nothing: balancers have no credentials. */
  OPEN,
  /** The credentials, if there are any. */
  READ,
  /** The token of {@code run/instance.json}, or the credentials. */
  CONTROL
}
