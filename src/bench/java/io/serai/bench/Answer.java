package io.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Whether a contender does what it is measured for. */
final class Answer {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Answer() {}

  static boolean connects(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The three parts under their names, in any order, or an end to the run. */
  static void mustBeRight(Contender contender, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + contender.port() + path);
    var answer = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    var json = new ObjectMapper();
    if (answer.statusCode() != 200
        || !json.readTree(answer.body()).equals(json.readTree(Part.WHOLE))) {
      throw new IllegalStateException(
          contender.name() + " answers " + answer.statusCode() + " " + answer.body());
    }
  }
}
