package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.affix.DirectUploads;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Speaks the protocol of the {@code @rails/activestorage} client to {@link DirectUploads}. */
final class Uploader {
  static final String BASE = "/uploads";

  private final DirectUploads uploads;

  Uploader(DirectUploads uploads) {
    this.uploads = uploads;
  }

  /** Status, headers and text of an answer. */
  record Answer(int status, Map<String, String> headers, String text) {
    /** A string in the JSON, wherever it stands. */
    String field(String name) {
      Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(text);
      if (!matcher.find()) {
        throw new AssertionError("no " + name + " in " + this);
      }
      return matcher.group(1);
    }

    long retryAfter() {
      return Long.parseLong(Objects.requireNonNull(headers.get("Retry-After"), "Retry-After"));
    }
  }

  /** An upload that was begun. */
  record Begun(String signedId, String url, Map<String, String> headers) {}

  Answer post(URI endpoint, String json) {
    return post(endpoint, json, "application/json");
  }

  Answer post(URI endpoint, String json, @Nullable String contentType) {
    return send("POST", endpoint.toString(), contentType, null, json.getBytes(UTF_8));
  }

  /** Begins an upload of exactly these bytes. */
  Answer declare(URI endpoint, String filename, String contentType, byte[] bytes) {
    return post(endpoint, json(filename, contentType, bytes.length, md5(bytes)));
  }

  Begun begin(URI endpoint, String filename, String contentType, byte[] bytes) {
    Answer answer = declare(endpoint, filename, contentType, bytes);
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    Matcher object = Pattern.compile("\"headers\":\\{([^}]*)\\}").matcher(answer.text());
    if (object.find()) {
      Matcher header = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"").matcher(object.group(1));
      while (header.find()) {
        headers.put(header.group(1), header.group(2).replace("\\u0026", "&"));
      }
    }
    return new Begun(
        answer.field("signed_id"), answer.field("url").replace("\\u0026", "&"), headers);
  }

  /** Sends the bytes as a browser does. */
  Answer put(Begun begun, byte[] bytes) {
    return send(
        "PUT", begun.url(), begun.headers().get("Content-Type"), (long) bytes.length, bytes);
  }

  /** Sends them without telling how many. */
  Answer putChunked(Begun begun, byte[] bytes) {
    return send("PUT", begun.url(), begun.headers().get("Content-Type"), null, bytes);
  }

  Answer send(
      String method, String url, @Nullable String contentType, @Nullable Long length, byte[] body) {
    if (!url.startsWith(BASE)) {
      throw new AssertionError(url + " is not below " + BASE);
    }
    FileRequest request = FileRequest.of(method, url.substring(BASE.length()));
    if (contentType != null) {
      request = request.withHeader("Content-Type", contentType);
    }
    if (length != null) {
      request = request.withHeader("Content-Length", Long.toString(length));
    }
    try (FileResponse response = uploads.handle(request, new ByteArrayInputStream(body))) {
      var out = new ByteArrayOutputStream();
      response.writeTo(out);
      return new Answer(response.status(), response.headers(), out.toString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(String filename, String contentType, long byteSize, String md5) {
    return ("{\"blob\":{\"filename\":\"%s\",\"content_type\":\"%s\",\"byte_size\":%d,"
            + "\"checksum\":\"%s\"}}")
        .formatted(filename, contentType, byteSize, md5);
  }

  static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
