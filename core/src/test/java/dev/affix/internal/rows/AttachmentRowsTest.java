package dev.affix.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttachmentRowsTest {

  @Test
  void listsOfIdsArePaddedToPowersOfTwo() {
    Set<Integer> lengths = new TreeSet<>();
    for (int size = 1; size <= AttachmentRows.CHUNK; size++) {
      List<String> ids = ids(size);
      List<String> padded = AttachmentRows.pad(ids);
      assertThat(padded).startsWith(ids.toArray(String[]::new));
      assertThat(padded.subList(size, padded.size())).allMatch(ids.get(size - 1)::equals);
      assertThat(padded.size()).isLessThan(Math.max(2, 2 * size));
      lengths.add(padded.size());
    }
    assertThat(lengths).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000);
  }

  @Test
  void aLengthThatFitsIsNotPadded() {
    assertThat(AttachmentRows.pad(ids(64))).hasSize(64);
    assertThat(AttachmentRows.pad(ids(65))).hasSize(128);
    assertThat(AttachmentRows.pad(ids(1_000))).hasSize(1_000);
  }

  private static List<String> ids(int size) {
    return IntStream.range(0, size).mapToObj(Integer::toString).toList();
  }
}
