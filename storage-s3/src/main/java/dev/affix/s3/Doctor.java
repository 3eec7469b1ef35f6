package dev.affix.s3;

import dev.affix.s3.DoctorReport.Finding;
import dev.affix.s3.DoctorReport.Verdict;
import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Examines a store, with objects under keys of its own; made for one examination. */
final class Doctor {
  private final Bucket bucket;
  private final S3Service service;
  private final Trials trials;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  Doctor(Bucket bucket, S3Service service) {
    this.bucket = bucket;
    this.service = service;
    this.trials = new Trials(bucket);
  }

  DoctorReport examine() {
    try {
      if (isReachable()) {
        examine("checksums and puts", this::examineWrites);
        examine("copies", this::examineCopies);
        examine("public access", this::examineAccess);
        examine("staging area", this::examineStaging);
        examine("signatures", this::examineSignatures);
        examine("listing", this::examineListing);
        examine("versioning", this::examineVersions);
        comparePinned();
      }
    } finally {
      trials.cleanUp();
    }
    return new DoctorReport(bucket.toString(), findings, new S3Profile(features));
  }

  private boolean isReachable() {
    try {
      bucket.call("Reaching", () -> trials.put(trials.key("ground")));
      add("reachable", Verdict.GOOD, "an object was stored");
      return true;
    } catch (StorageException e) {
      add("reachable", Verdict.BAD, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** What fails in an unexpected way is a finding, too, and the rest is still looked at. */
  private void examine(String subject, Runnable examination) {
    try {
      examination.run();
    } catch (SdkException e) {
      add(subject, Verdict.BAD, String.valueOf(Faults.of("Examining " + bucket, e).getMessage()));
    } catch (StorageException | UncheckedIOException e) {
      add(subject, Verdict.BAD, String.valueOf(e.getMessage()));
    }
  }

  private void examineWrites() {
    boolean crc =
        refuses(trials::putWrongCrc32c, Faults.BAD_REQUEST)
            && succeeds(trials::putRightCrc32c)
            && trials.tellsCrc32c()
            && succeeds(trials::uploadWithCrc32c);
    note(
        "checksums (CRC-32C)",
        Feature.CRC32C,
        crc,
        "a wrong one is refused, a right one kept and told",
        "not compared or not told; bodies are sent with an MD5");
    boolean md5 = refuses(trials::putWrongMd5, Faults.BAD_REQUEST);
    add(
        "checksums (MD5)",
        md5 ? Verdict.GOOD : crc ? Verdict.NOTE : Verdict.BAD,
        md5 ? "a wrong one is refused" : "a wrong one is taken: damage on the way goes unnoticed");
    note(
        "exclusive puts",
        Feature.EXCLUSIVE_PUT,
        refuses(trials::putOverGround, Faults.PRECONDITION_FAILED),
        "a taken key is refused",
        "If-None-Match is ignored; the service looks first");
    note(
        "exclusive uploads",
        Feature.EXCLUSIVE_UPLOAD,
        refuses(trials::uploadOverGround, Faults.PRECONDITION_FAILED),
        "a taken key is refused at the end of an upload in parts, too",
        "If-None-Match is ignored there; the service looks first");
  }

  private void examineCopies() {
    note(
        "exclusive copies",
        Feature.EXCLUSIVE_COPY,
        refuses(trials::copyOverGround, Faults.PRECONDITION_FAILED),
        "a taken key is refused",
        "If-None-Match is ignored; the service looks first");
    boolean match = refuses(trials::copyChanged, Faults.PRECONDITION_FAILED);
    add(
        "copies if matching",
        match ? Verdict.GOOD : Verdict.NOTE,
        match
            ? "a source that changed is not copied"
            : "the condition is ignored; the service compares tags after the copy");
  }

  private void examineAccess() {
    int anonymous = trials.readAnonymously(trials.key("ground"));
    add(
        "public access",
        anonymous == 200 ? Verdict.NOTE : Verdict.GOOD,
        anonymous == 200
            ? "everybody can read every object; right only for public files"
            : "nobody reads without a signature (" + anonymous + ")");
  }

  /** Direct uploads lie there before anybody has looked at them. */
  private void examineStaging() {
    StorageKey staged = trials.stagedKey();
    trials.put(staged);
    int anonymous = trials.readAnonymously(staged);
    add(
        "staging area",
        anonymous == 200 ? Verdict.BAD : Verdict.GOOD,
        anonymous == 200
            ? "everybody can read what was uploaded directly and not looked at; exclude "
                + bucket.prefix()
                + Trials.STAGING
                + "* from what the bucket's policy makes public"
            : "nobody reads direct uploads without a signature (" + anonymous + ")");
  }

  private void examineSignatures() {
    int forged = trials.readForged(service);
    add(
        "signatures",
        forged == 200 ? Verdict.BAD : Verdict.GOOD,
        forged == 200
            ? "a URL with a wrong signature was answered: anybody can make URLs"
            : "a URL with a wrong signature is refused (" + forged + ")");
  }

  private void examineListing() {
    List<StorageKey> expected = trials.putInOrder(service);
    List<StorageKey> listed = new ArrayList<>();
    Iterator<StoredObject> objects = service.listAfter(expected.getFirst());
    while (objects.hasNext() && listed.size() < expected.size() - 1) {
      listed.add(objects.next().key());
    }
    boolean good = listed.equals(expected.subList(1, expected.size()));
    add(
        "listing",
        good ? Verdict.GOOD : Verdict.BAD,
        good ? "in byte order, also from the middle" : "not in byte order: " + listed);
  }

  private void examineVersions() {
    String text;
    try {
      BucketVersioningStatus status =
          bucket
              .client()
              .getBucketVersioning(
                  r -> r.bucket(bucket.name()).overrideConfiguration(bucket.limits().whole()))
              .status();
      text =
          status == BucketVersioningStatus.ENABLED
              ? "deleted objects can be brought back; let a lifecycle rule end old versions"
              : "off: what is deleted is gone";
    } catch (S3Exception e) {
      text = "unknown (" + e.statusCode() + "); it takes s3:GetBucketVersioning to know";
    }
    add("versioning", Verdict.NOTE, text);
  }

  private void comparePinned() {
    Set<Feature> missing = EnumSet.noneOf(Feature.class);
    missing.addAll(bucket.profile().features());
    missing.removeAll(features);
    add(
        "pinned profile",
        missing.isEmpty() ? Verdict.GOOD : Verdict.BAD,
        missing.isEmpty()
            ? bucket.profile() + " asks for nothing that the store lacks"
            : bucket.profile()
                + " relies on what the store lacks: "
                + S3Profile.of(missing.toArray(Feature[]::new)));
  }

  private void note(String subject, Feature feature, boolean has, String good, String other) {
    if (has) {
      features.add(feature);
    }
    add(subject, has ? Verdict.GOOD : Verdict.NOTE, has ? good : other);
  }

  private void add(String subject, Verdict verdict, String text) {
    findings.add(new Finding(subject, verdict, text));
  }

  private static boolean succeeds(Runnable trial) {
    try {
      trial.run();
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private static boolean refuses(Runnable trial, int status) {
    try {
      trial.run();
      return false;
    } catch (S3Exception e) {
      return e.statusCode() == status;
    } catch (SdkException e) {
      return false;
    }
  }

  /** A request of the kind that a service sends. */
  static PutRequest requestFor(StorageKey key) {
    return PutRequest.of(key, "text/plain").replacing();
  }
}
