package dev.affix.s3;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Where a service keeps its objects, and how it talks to it. */
final class Bucket {
  private final S3Client client;
  private final String name;
  private final String prefix;
  private final S3Profile profile;
  private final Duration callLimit;
  private final @Nullable Limits running;
  private final ObjectSettings settings;
  private final AtomicBoolean seen;

  Bucket(
      S3Client client,
      String name,
      String prefix,
      S3Profile profile,
      Duration callLimit,
      ObjectSettings settings) {
    this.client = client;
    this.name = name;
    this.prefix = prefix;
    this.profile = profile;
    this.callLimit = callLimit;
    this.running = null;
    this.settings = settings;
    this.seen = new AtomicBoolean();
  }

  private Bucket(Bucket same, Limits running) {
    this.client = same.client;
    this.name = same.name;
    this.prefix = same.prefix;
    this.profile = same.profile;
    this.callLimit = same.callLimit;
    this.running = running;
    this.settings = same.settings;
    this.seen = same.seen;
  }

  /** The bucket for one call, whose time begins now. */
  Bucket forCall() {
    return within(new Limits(callLimit));
  }

  /** The bucket for a call that has begun, at another bucket. */
  Bucket within(Limits limits) {
    return new Bucket(this, limits);
  }

  S3Client client() {
    return client;
  }

  String name() {
    return name;
  }

  String prefix() {
    return prefix;
  }

  /** Of the call that this is for; otherwise of one that begins now. */
  Limits limits() {
    return running == null ? new Limits(callLimit) : running;
  }

  /** How long a call may take that moves nothing. */
  Duration callLimit() {
    return callLimit;
  }

  ObjectSettings settings() {
    return settings;
  }

  boolean has(S3Profile.Feature feature) {
    return profile.has(feature);
  }

  S3Profile profile() {
    return profile;
  }

  /** The object's name in the bucket. */
  String nameOf(StorageKey key) {
    if (key.value().chars().anyMatch(c -> c >= 0xfffe)) {
      throw new InvalidStorageKeyException(
          key.value(), "has U+FFFE or U+FFFF, which the XML of a listing cannot carry");
    }
    return prefix + key.value();
  }

  /** The key of an object in the bucket; empty for names that are no keys. */
  Optional<StorageKey> keyOf(String object) {
    try {
      return Optional.of(StorageKey.of(object.substring(prefix.length())));
    } catch (InvalidStorageKeyException foreign) {
      return Optional.empty();
    }
  }

  <T> T call(String doing, StorageKey key, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(doing, key, e);
    }
  }

  <T> T call(String doing, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw Faults.of(doing + " " + this, e);
    }
  }

  StorageException failure(String doing, StorageKey key, SdkException e) {
    return Faults.of(doing + " object \"" + key + "\" in " + this, e);
  }

  /**
   * What an answer says of an object.
   *
   * @throws StorageException if it does not say it
   */
  <T> T said(String doing, StorageKey key, String what, @Nullable T value) {
    if (value == null) {
      throw oddAnswer(doing, key, "does not tell the " + what + ", which a store for Affix must");
    }
    return value;
  }

  StorageException oddAnswer(String doing, StorageKey key, String what) {
    return new StorageException(
        doing + " object \"" + key + "\" in " + this + ": the store " + what);
  }

  /**
   * "There is no such object" must not be said of a bucket that is not there; an answer without a
   * body does not tell the two apart.
   */
  void checkThere(String doing, StorageKey key) {
    if (seen.get()) {
      return;
    }
    try {
      client.headBucket(r -> r.bucket(name).overrideConfiguration(limits().whole()));
    } catch (S3Exception e) {
      if (e.statusCode() == Faults.NOT_FOUND) {
        throw Faults.ofCode(doing + " object \"" + key + "\" in " + this, "NoSuchBucket");
      }
      if (e.statusCode() != Faults.FORBIDDEN) {
        throw failure(doing, key, e);
      }
    } catch (SdkException e) {
      throw failure(doing, key, e);
    }
    seen.set(true);
  }

  @Override
  public String toString() {
    return "bucket \"" + name + "\"" + (prefix.isEmpty() ? "" : " below \"" + prefix + "\"");
  }
}
