package dev.affix.examples.gallery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Speaks HTTP to a gallery as its page's script does. */
final class Visitor {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  Visitor(URI address) {
    this.address = address;
  }

  /** A page or file; headers in pairs. */
  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), BodyHandlers.ofByteArray());
  }

  String page(String path) {
    HttpResponse<byte[]> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " answered " + response.statusCode());
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** What the page says it cost. */
  int statements(String path) {
    return Integer.parseInt(all(page(path), "id=\"statements\">([0-9]+)<").getFirst());
  }

  /** URLs of the pictures in a page. */
  List<String> pictures(String path) {
    return all(page(path), "<img src=\"(/files/[^\"]+)\"");
  }

  /** Ids of an album's pictures, in order. */
  List<String> album(int person) {
    return all(page("/people/" + person), "data-picture=\"([^\"]+)\"");
  }

  HttpResponse<String> upload(String method, String path, String filename, byte[] bytes) {
    String query = "?filename=" + URLEncoder.encode(filename, StandardCharsets.UTF_8);
    return change(method, path + query, BodyPublishers.ofByteArray(bytes));
  }

  /** As the client of Active Storage does it; what comes back is the signed id. */
  String uploadDirectly(URI endpoint, String filename, byte[] bytes) {
    String declared =
        ("{\"blob\":{\"filename\":\"%s\",\"content_type\":\"image/jpeg\",\"byte_size\":%d,"
                + "\"checksum\":\"%s\"}}")
            .formatted(filename, bytes.length, md5(bytes));
    HttpResponse<String> begun =
        send(
            HttpRequest.newBuilder(address.resolve(endpoint))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(declared))
                .build(),
            BodyHandlers.ofString());
    String url = all(begun.body(), "\"url\":\"([^\"]+)\"").getFirst();
    HttpResponse<String> sent =
        send(
            HttpRequest.newBuilder(address.resolve(url))
                .header("Content-Type", "image/jpeg")
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofString());
    if (sent.statusCode() != 204) {
      throw new AssertionError("PUT answered " + sent.statusCode() + " " + sent.body());
    }
    return all(begun.body(), "\"signed_id\":\"([^\"]+)\"").getFirst();
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> delete(String path) {
    return change("DELETE", path, BodyPublishers.noBody());
  }

  HttpResponse<String> change(String method, String path, BodyPublisher body) {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("X-Gallery", "1")
            .method(method, body)
            .build(),
        BodyHandlers.ofString());
  }

  /** As another site's page would send it. */
  HttpResponse<String> foreignChange(String method, String path) {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, BodyPublishers.ofString("Eve"))
            .build(),
        BodyHandlers.ofString());
  }

  static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
