package dev.affix;

import java.util.List;

/** Annotations, handles or configuration contradict each other; every fault found is listed. */
public final class AttachmentMappingException extends AffixException {
  private static final long serialVersionUID = 1L;

  public AttachmentMappingException(String fault) {
    super(fault);
  }

  public AttachmentMappingException(List<String> faults) {
    super(
        faults.size() == 1
            ? faults.get(0)
            : faults.size() + " faults:\n  - " + String.join("\n  - ", faults));
  }
}
