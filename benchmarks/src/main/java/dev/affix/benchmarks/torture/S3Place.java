package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Profile;
import dev.affix.s3.S3Service;
import dev.affix.storage.StorageService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A part of a bucket. */
record S3Place(S3Store store, String prefix) implements Place {
  static final String NAME = "s3";
  // No store takes smaller ones.
  private static final int PART = 5 << 20;

  static S3Place of(List<String> words) {
    return new S3Place(S3Store.of(words.subList(0, 5)), words.get(5));
  }

  @Override
  public StorageService service() {
    return S3Service.builder(store.client())
        .bucket(store.bucket())
        .prefix(prefix)
        .profile(S3Profile.COMPATIBLE)
        .callLimit(Duration.ofSeconds(60))
        .partSize(PART)
        .build();
  }

  /** Two parts, so that kills meet uploads that are not ended. */
  @Override
  public int longest() {
    return PART + 200_000;
  }

  @Override
  public List<String> words() {
    return Stream.of(List.of(NAME), store.words(), List.of(prefix)).flatMap(List::stream).toList();
  }

  @Override
  public Map<String, Long> sizes() {
    return store.sizes(prefix);
  }

  @Override
  public byte[] read(String key) {
    return store.read(prefix + key);
  }

  @Override
  public long leftovers() {
    return store.unfinished(prefix).size();
  }

  /** In production the bucket's lifecycle rule ends uploads that nobody goes on with. */
  @Override
  public List<String> sweep() {
    for (MultipartUpload upload : store.unfinished(prefix)) {
      store
          .client()
          .abortMultipartUpload(
              r -> r.bucket(store.bucket()).key(upload.key()).uploadId(upload.uploadId()));
    }
    long left = leftovers();
    return left == 0 ? List.of() : List.of(left + " unfinished uploads cannot be ended");
  }

  @Override
  public void close() {
    store.close();
  }
}
