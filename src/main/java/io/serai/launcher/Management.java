package io.serai.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The management listener of the running instance, as the verbs ask it. */
final class Management {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 5_000;
  // A reload builds every unit that changed before it answers.
  private static final int CONTROL_MILLIS = 120_000;

  /** One answer; its text is JSON except of the health paths. */
  record Answer(int status, String text) {

    boolean ok() {
      return status == 200;
    }

    Map<String, Object> members() throws IOException {
      return Json.object(Json.read(text));
    }
  }

  private final String address;
  private final String token;

  /** At {@code host:port}. */
  Management(String address, String token) {
    this.address = address;
    this.token = token;
  }

  Answer get(String path) throws IOException {
    var connection = open(path);
    connection.setReadTimeout(READ_MILLIS);
    return answer(connection);
  }

  Answer post(String path) throws IOException {
    var connection = open(path);
    connection.setReadTimeout(CONTROL_MILLIS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(0);
    connection.getOutputStream().close();
    return answer(connection);
  }

  private HttpURLConnection open(String path) throws IOException {
    var url = URI.create("http://" + address + path).toURL();
    // Never by a proxy of the environment: the token is for this machine.
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Accept", "application/json");
    connection.setInstanceFollowRedirects(false);
    return connection;
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      var text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(status, text);
    }
  }
}
