package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.s3.DoctorReport.Finding;
import dev.affix.s3.DoctorReport.Verdict;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

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
    assertThat(report.isHealthy()).as(report.toString()).isTrue();
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
            "signatures",
            "listing",
            "versioning",
            "pinned profile");
    boolean isPrivate = store.server().checksSignatures();
    assertThat(verdict(report, "public access")).isEqualTo(isPrivate ? Verdict.GOOD : Verdict.NOTE);
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
  void saysWhyAStoreIsNotReached() {
    DoctorReport report = store.service().bucket("no-such-bucket").build().doctor();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.toString()).contains("NoSuchBucket").contains("Make the bucket");
  }

  private static Verdict verdict(DoctorReport report, String subject) {
    return report.findings().stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .verdict();
  }
}
