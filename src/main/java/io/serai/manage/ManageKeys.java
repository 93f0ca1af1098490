package io.serai.manage;

import io.serai.settings.Key;
import java.util.List;

/** The settings of the management listener. */
public final class ManageKeys {
  private ManageKeys() {}

  public static final Key<String> HOST =
      Key.text(
          "management.host",
          "127.0.0.1",
          "The address of the management listener. Another than loopback needs management.user and"
              + " management.password.");

  public static final Key<Integer> PORT =
      Key.port(
          "management.port",
          9070,
          "The port of the management listener, 0 to 65535; 0 takes a free one.");

  public static final Key<String> USER =
      Key.text(
          "management.user",
          "",
          "Who may read and control, by HTTP Basic authentication. Empty: reading needs no"
              + " credentials, control needs the token in run/instance.json.");

  public static final Key<String> PASSWORD =
      Key.text(
          "management.password",
          "",
          "The password of management.user. Better in a file: management.password.file.");

  public static final Key<List<String>> NAMES =
      Key.list(
          "management.names",
          "",
          "Host names, beside the address itself, by which the management listener may be called."
              + " Others are refused: a web page can make its own name point here.");

  public static final List<Key<?>> KEYS = List.of(HOST, PORT, USER, PASSWORD, NAMES);
}
