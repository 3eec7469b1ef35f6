package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.s3.DoctorReport.Finding;
import dev.affix.s3.DoctorReport.Verdict;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.HttpFault;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class DoctorTest {
  private final Store store;

  DoctorTest(Kind kind) {
    store = Store.on(kind);
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Test
  void saysWhatTheStoreDoesAndLeavesNothing() {
    S3Service service = store.service().build();
    DoctorReport report = service.doctor();
    assertThat(report.recommended()).as(report.toString()).isEqualTo(Store.PROFILE);
    // LocalStack lets everybody read.
    boolean isPrivate = store.server().checksSignatures();
    assertThat(report.isHealthy()).as(report.toString()).isEqualTo(isPrivate);
    assertThat(report.findings())
        .extracting(Finding::subject)
        .containsExactly(
            "reachable",
            "checksums (CRC-32C)",
            "checksums (MD5)",
            "exclusive puts",
            "exclusive uploads",
            "exclusive copies",
            "copies if matching",
            "public access",
            "staging area",
            "signatures",
            "listing",
            "versioning",
            "pinned profile");
    assertThat(verdict(report, "public access")).isEqualTo(isPrivate ? Verdict.GOOD : Verdict.NOTE);
    assertThat(verdict(report, "staging area")).isEqualTo(isPrivate ? Verdict.GOOD : Verdict.BAD);
    assertThat(report.toString()).endsWith("recommended profile: " + Store.PROFILE + "\n");
    assertThat(service.list().hasNext()).isFalse();
  }

  @Test
  void warnsOfAProfileThatTheStoreDoesNotFill() {
    DoctorReport report = store.service().profile(S3Profile.AWS).build().doctor();
    assertThat(verdict(report, "pinned profile")).isEqualTo(Verdict.BAD);
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.toString()).contains("exclusive-copy");
  }

  @Test
  void saysWhetherDeletionsCanBeUndone() {
    String bucket = store.server().newBucket();
    store.client().createBucket(r -> r.bucket(bucket));
    try {
      assertThat(textOf(store.service().bucket(bucket).build().doctor(), "versioning"))
          .doesNotContain("brought back");
      if (store.server().hasVersioning()) {
        store
            .client()
            .putBucketVersioning(r ->
                r.bucket(bucket)
                    .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        assertThat(textOf(store.service().bucket(bucket).build().doctor(), "versioning"))
            .contains("deleted objects can be brought back");
      }
    } finally {
      if (store.server().hasVersioning()) {
        removeVersions(bucket);
      }
      store.client().deleteBucket(r -> r.bucket(bucket));
    }
  }

  private void removeVersions(String bucket) {
    ListObjectVersionsResponse all = store.client().listObjectVersions(r -> r.bucket(bucket));
    all.versions().forEach(version -> remove(bucket, version.key(), version.versionId()));
    all.deleteMarkers().forEach(marker -> remove(bucket, marker.key(), marker.versionId()));
  }

  private void remove(String bucket, String name, String version) {
    store.client().deleteObject(r -> r.bucket(bucket).key(name).versionId(version));
  }

  @ParameterizedTest
  @CsvSource({
    "list-, PUT, listing",
    "staging/, PUT, staging area",
    "ground, GET, public access",
    "versioning, GET, versioning"
  })
  void whatFailsInTheMiddleIsAFindingAndTheRestIsLookedAt(
      String place, String method, String subject) {
    try (FaultProxy proxy = FaultProxy.before(store.server().endpoint());
        S3Service service =
            store
                .bare()
                .endpoint(proxy.endpoint())
                .bucket(store.bucket())
                .environment(StorageKey.random().value())
                .profile(Store.PROFILE)
                .attempts(1)
                .build()) {
      proxy.always(
          HttpFault.cutRequest(0),
          request ->
              request.method().equals(method)
                  && (request.path() + "?" + request.query()).contains(place));
      DoctorReport report = service.doctor();
      assertThat(verdict(report, subject)).as(report.toString()).isEqualTo(Verdict.BAD);
      assertThat(report.findings())
          .extracting(Finding::subject)
          .contains("public access", "staging area", "listing", "versioning", "pinned profile");
    }
  }

  @Test
  void saysWhyAStoreIsNotReached() {
    DoctorReport report = store.service().bucket("no-such-bucket").build().doctor();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.toString()).contains("NoSuchBucket").contains("Make the bucket");
  }

  private static Verdict verdict(DoctorReport report, String subject) {
    return find(report, subject).verdict();
  }

  private static String textOf(DoctorReport report, String subject) {
    return find(report, subject).text();
  }

  private static Finding find(DoctorReport report, String subject) {
    return report.findings().stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }
}
