package io.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
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
    var expected = new ObjectMapper().readTree(Part.WHOLE);
    var answered = of(contender, path);
    if (!answered.equals(expected)) {
      throw new IllegalStateException(contender.name() + " answers " + answered);
    }
  }

  /** What it answers with 200, or an end to the run. */
  static JsonNode of(Contender contender, String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + contender.port() + path);
    var answer = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          contender.name()
              + " answers "
              + path
              + " with "
              + answer.statusCode()
              + " "
              + answer.body());
    }
    return new ObjectMapper().readTree(answer.body());
  }
}
