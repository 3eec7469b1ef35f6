/** Objects in a bucket of S3 or of a store like it; see {@link dev.affix.s3.S3Service}. */
module dev.affix.storage.s3 {
  requires transitive dev.affix.core;
  requires transitive software.amazon.awssdk.auth;
  requires transitive software.amazon.awssdk.regions;
  requires transitive software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires software.amazon.awssdk.utils;
  requires org.apache.commons.codec;
  requires java.net.http;
  requires static org.jspecify;
  requires org.slf4j;

  exports dev.affix.s3;
}
