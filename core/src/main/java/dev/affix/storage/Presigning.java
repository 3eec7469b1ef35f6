package dev.affix.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/**
 * Capability: a service that clients can reach directly, by URLs that carry a permission for one
 * object and a limited time. Signing is computing: it sends no request.
 */
public interface Presigning {

  /**
   * A URL that reads the object, with the content type and disposition given here.
   *
   * @param method {@code GET} or {@code HEAD}; a URL is good for one of them
   * @param contentDisposition the header's text as RFC 6266 has it
   */
  URI presignRead(
      String method,
      StorageKey key,
      String contentType,
      String contentDisposition,
      Duration lifetime);

  /**
   * A URL that stores exactly the bytes that the request describes: its content type, expected
   * length and those of its checksums that the service can bind are part of the signature.
   *
   * @throws IllegalArgumentException if the request has no expected length, for then anybody who
   *     has the URL could fill the place
   */
  PresignedPut presignPut(PutRequest request, Duration lifetime);

  /**
   * What a client needs to store one object.
   *
   * @param url to send a {@code PUT} to
   * @param headers to send as they are; none that browsers set by themselves
   */
  record PresignedPut(URI url, Map<String, String> headers) {
    public PresignedPut {
      headers = Map.copyOf(headers);
    }

    /** Host and names of headers only: whoever knows more than these may store the object. */
    @Override
    public String toString() {
      return "PresignedPut[to "
          + url.getHost()
          + ", headers "
          + new TreeSet<>(headers.keySet())
          + "]";
    }
  }
}
