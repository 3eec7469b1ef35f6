package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Opens objects. */
final class Reads {
  private static final String DOING = "Opening";
  private static final Pattern RANGE = Pattern.compile(".*/([0-9]{1,18})");
  // Beyond the end of every object, but not of what servers count with.
  private static final long FAR = 1L << 50;

  private final Bucket bucket;

  Reads(Bucket bucket) {
    this.bucket = bucket;
  }

  ObjectReader open(StorageKey key, ByteRange range) {
    boolean whole = range.equals(ByteRange.ALL);
    GetObjectRequest.Builder get =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.nameOf(key))
            .range(whole ? null : headerOf(range))
            .checksumMode(whole && bucket.has(Feature.CRC32C) ? ChecksumMode.ENABLED : null);
    try {
      get.overrideConfiguration(bucket.limits().whole());
      return reader(key, range, bucket.client().getObject(get.build()));
    } catch (S3Exception e) {
      throw refusal(key, range, e);
    } catch (SdkException e) {
      throw bucket.failure(DOING, key, e);
    }
  }

  private ObjectReader reader(
      StorageKey key, ByteRange range, ResponseInputStream<GetObjectResponse> in) {
    try {
      GetObjectResponse response = in.response();
      long announced = said(key, "length", response.contentLength());
      long size = sizeOf(key, response, announced);
      if (announced != range.lengthWithin(size)) {
        throw oddAnswer(
            key,
            "sends "
                + announced
                + " bytes where "
                + range.lengthWithin(size)
                + " were asked for; a store for Affix must know ranges");
      }
      var object =
          new StoredObject(
              key,
              size,
              Digests.ofWire(
                  response.checksumMD5(), response.checksumSHA256(), response.checksumCRC32C()),
              said(key, "time of last change", response.lastModified()),
              Digests.unquoted(response.eTag()));
      return new ObjectReader(object, new ObjectBody(in, announced, bucket.callLimit()));
    } catch (RuntimeException | Error e) {
      // Nobody else would give the connection back.
      in.abort();
      throw e;
    }
  }

  private StorageException refusal(StorageKey key, ByteRange range, S3Exception e) {
    if (e.statusCode() == Faults.NOT_FOUND && !Faults.codeOf(e).equals("NoSuchBucket")) {
      return new ObjectNotFoundException(key, bucket.toString());
    }
    if (e.statusCode() == Faults.RANGE_NOT_SATISFIABLE) {
      return Heads.find(bucket, key)
          .<StorageException>map(
              object -> new RangeNotSatisfiableException(key, range, object.byteSize()))
          .orElseGet(() -> new ObjectNotFoundException(key, bucket.toString()));
    }
    return bucket.failure(DOING, key, e);
  }

  private static String headerOf(ByteRange range) {
    return "bytes="
        + range.first()
        + "-"
        + (range.last().isPresent() ? Math.min(FAR, range.last().getAsLong()) : "");
  }

  /** Of the whole object: the number after the slash, where only a part is sent. */
  private long sizeOf(StorageKey key, GetObjectResponse response, long announced) {
    @Nullable String range = response.contentRange();
    if (range == null) {
      return announced;
    }
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw oddAnswer(key, "answers with the range \"" + range + "\", which tells no length");
    }
    return Long.parseLong(matcher.group(1));
  }

  private <T> T said(StorageKey key, String what, @Nullable T value) {
    return bucket.said(DOING, key, what, value);
  }

  private StorageException oddAnswer(StorageKey key, String what) {
    return bucket.oddAnswer(DOING, key, what);
  }
}
