package dev.affix.s3;

import dev.affix.storage.ObjectOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What an object that a service stores is given beside its bytes. */
record ObjectSettings(
    @Nullable String encryption,
    @Nullable String kmsKey,
    @Nullable String storageClass,
    @Nullable String cacheControl,
    @Nullable String contentDisposition) {

  // Says which put an object comes from, when the answer to that put was lost.
  static final String MARK = "affix-put";

  static final ObjectSettings NONE = new ObjectSettings(null, null, null, null, null);

  private static final String OWN_KEYS = "AES256";

  /** These, unless the object is to be kept otherwise. */
  ObjectSettings with(ObjectOptions options) {
    if (options.equals(ObjectOptions.NONE)) {
      return this;
    }
    String encrypted = options.encryption();
    boolean same = encrypted.isEmpty();
    boolean owns = encrypted.equals(OWN_KEYS);
    return new ObjectSettings(
        same ? encryption : owns ? OWN_KEYS : "aws:kms",
        same ? kmsKey : owns ? null : encrypted,
        either(options.storageClass(), storageClass),
        either(options.cacheControl(), cacheControl),
        either(options.contentDisposition(), contentDisposition));
  }

  PutObjectRequest.Builder of(PutObjectRequest.Builder request, String contentType) {
    return request
        .contentType(typeOrNull(contentType))
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .storageClass(storageClass)
        .cacheControl(cacheControl)
        .contentDisposition(contentDisposition);
  }

  CreateMultipartUploadRequest.Builder of(
      CreateMultipartUploadRequest.Builder request, String contentType, String mark) {
    return request
        .contentType(typeOrNull(contentType))
        .metadata(Map.of(MARK, mark))
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .storageClass(storageClass)
        .cacheControl(cacheControl)
        .contentDisposition(contentDisposition);
  }

  CopyObjectRequest.Builder of(CopyObjectRequest.Builder request, String contentType, String mark) {
    return request
        .metadataDirective(MetadataDirective.REPLACE)
        .contentType(typeOrNull(contentType))
        .metadata(Map.of(MARK, mark))
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .storageClass(storageClass)
        .cacheControl(cacheControl)
        .contentDisposition(contentDisposition);
  }

  private static @Nullable String either(String option, @Nullable String usual) {
    return option.isEmpty() ? usual : option;
  }

  private static @Nullable String typeOrNull(String contentType) {
    return contentType.isBlank() ? null : contentType;
  }
}
