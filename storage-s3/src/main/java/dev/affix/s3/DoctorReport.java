package dev.affix.s3;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link S3Service#doctor()} found. {@link #toString()} is the report to read.
 *
 * @param place the bucket examined
 * @param findings in the order they were made
 * @param recommended the profile to pin in the configuration
 */
public record DoctorReport(String place, List<Finding> findings, S3Profile recommended) {

  /** How good a finding is. */
  public enum Verdict {
    /** As it should be. */
    GOOD,
    /** The service works with it, but somebody should know. */
    NOTE,
    /** The service does not work like this, or files are in danger. */
    BAD
  }

  /**
   * One thing that was tried.
   *
   * @param subject what was tried
   * @param text what the store did
   */
  public record Finding(String subject, Verdict verdict, String text) {}

  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is bad. */
  public boolean isHealthy() {
    return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.BAD);
  }

  @Override
  public String toString() {
    return findings.stream()
        .map(f -> String.format("%-5s %-20s %s", f.verdict(), f.subject(), f.text()))
        .collect(
            Collectors.joining("\n", place + "\n", "\nrecommended profile: " + recommended + "\n"));
  }
}
