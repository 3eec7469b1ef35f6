package dev.affix.internal.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The fields of the tokens of direct uploads after version, purpose and key id, in their order. */
final class UploadPayload {
  private static final int MAX_BYTES = 0b0000_0001;

  private UploadPayload() {}

  static void write(PolicyToken token, PayloadWriter out) {
    write(token.target(), out);
    out.writeText(token.service()).writeByte(token.maxBytes().isPresent() ? MAX_BYTES : 0);
    token.maxBytes().ifPresent(out::writeLong);
    out.writeVarint(token.contentTypes().size());
    token.contentTypes().forEach(type -> ServePayload.writeContentType(type, out));
    out.writeVarint(Expiry.minutesOf(token.expiresAt()));
  }

  static PolicyToken readPolicy(PayloadReader in) {
    Target target = readTarget(in);
    String service = in.readText();
    int flags = in.readByte();
    if ((flags & ~MAX_BYTES) != 0) {
      throw new IllegalArgumentException("a reserved flag is set");
    }
    return new PolicyToken(
        target,
        service,
        flags == 0 ? OptionalLong.empty() : OptionalLong.of(in.readLong()),
        readContentTypes(in),
        Expiry.instantOf(in.readVarint()));
  }

  static void write(PutToken token, PayloadWriter out) {
    out.writeUuid(token.uploadId()).writeVarint(Expiry.minutesOf(token.expiresAt()));
  }

  static PutToken readPut(PayloadReader in) {
    return new PutToken(in.readUuid(), Expiry.instantOf(in.readVarint()));
  }

  static void write(StagedToken token, PayloadWriter out) {
    write(token.target(), out);
    out.writeUuid(token.uploadId()).writeVarint(Expiry.minutesOf(token.expiresAt()));
  }

  static StagedToken readStaged(PayloadReader in) {
    return new StagedToken(readTarget(in), in.readUuid(), Expiry.instantOf(in.readVarint()));
  }

  private static void write(Target target, PayloadWriter out) {
    out.writeText(target.ownerType())
        .writeText(target.name())
        .writeBytes(target.principal().toBytes());
  }

  private static Target readTarget(PayloadReader in) {
    return new Target(in.readText(), in.readText(), Principal.of(in.readBytes(DigestText.BYTES)));
  }

  private static List<String> readContentTypes(PayloadReader in) {
    int count = in.readVarint();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(ServePayload.readContentType(in));
    }
    return types;
  }
}
