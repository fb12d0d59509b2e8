package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The ids of silver's rows. */
class MessageIdTest {
  private static final int PARTITIONS = 1 << 24;
  private static final long OFFSETS = 1L << 48;

  @Example
  void goldenIdsOfTheCurrentFormula() {
    assertThat(id("dG9waWMtaWQ", 3, 42)).isEqualTo("16c9894b-276f-8000-b003-00000000002a");
    assertThat(id("dG9waWMtaWQ", 0, 0)).isEqualTo("16c9894b-276f-8000-b000-000000000000");
    assertThat(id("dG9waWMtaWQ", 0xabcdef, 0x123456789abcL))
        .isEqualTo("16c9894b-276f-8abc-bdef-123456789abc");
    assertThat(id("dG9waWMtaWQ", PARTITIONS - 1, OFFSETS - 1))
        .isEqualTo("16c9894b-276f-8fff-bfff-ffffffffffff");
  }

  @Example
  void goldenIdsOfTheNameBasedFormula() {
    assertThat(id("dG9waWMtaWQ", PARTITIONS, 0)).isEqualTo("30f58885-1854-35ce-82fa-ea43a6fe8be9");
    assertThat(id("dG9waWMtaWQ", 0, OFFSETS)).isEqualTo("64a6b3bd-f632-3b60-9f7d-a86231cc99e6");
  }

  @Example
  void storedIdsKeepTheirFormula() {
    MessageId ids = new MessageId("dG9waWMtaWQ");
    String nameBased = ids.ofSameVersion("00000000-0000-3000-0000-000000000000", 3, 42);
    assertThat(UUID.fromString(nameBased).version()).isEqualTo(3);
    assertThat(ids.ofSameVersion(nameBased, 3, 42)).isEqualTo(nameBased);
    assertThat(ids.ofSameVersion(nameBased, PARTITIONS, 0))
        .isEqualTo("30f58885-1854-35ce-82fa-ea43a6fe8be9");
    assertThat(ids.ofSameVersion(id("other", 0, 0), 3, 42))
        .isEqualTo("16c9894b-276f-8000-b003-00000000002a");
    assertThat(ids.ofSameVersion("", 3, 42)).isEqualTo("16c9894b-276f-8000-b003-00000000002a");
  }

  @Property
  void theIdConsistsOfTheCoordinates(
      @ForAll String topicId,
      @ForAll @IntRange(max = PARTITIONS - 1) int partition,
      @ForAll @LongRange(max = OFFSETS - 1) long offset)
      throws NoSuchAlgorithmException {
    String id = id(topicId, partition, offset);
    UUID uuid = UUID.fromString(id);
    assertThat(uuid.toString()).isEqualTo(id);
    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(Integer.parseInt(id.substring(15, 18) + id.substring(20, 23), 16))
        .isEqualTo(partition);
    assertThat(Long.parseLong(id.substring(24), 16)).isEqualTo(offset);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(topicId.getBytes(StandardCharsets.UTF_8));
    assertThat(id.substring(0, 13).replace("-", ""))
        .isEqualTo(HexFormat.of().formatHex(hash, 0, 6));
  }

  @Property
  void idsOfDistinctCoordinatesDiffer(
      @ForAll @IntRange(max = PARTITIONS + 9) int partition,
      @ForAll @IntRange(max = PARTITIONS + 9) int otherPartition,
      @ForAll @LongRange(max = OFFSETS + 9) long offset,
      @ForAll @LongRange(max = OFFSETS + 9) long otherOffset) {
    Set<String> ids = new HashSet<>();
    Set<String> coordinates = new HashSet<>();
    for (String topicId : new String[] {"a", "ab"}) {
      for (int p : new int[] {partition, otherPartition}) {
        for (long o : new long[] {offset, otherOffset}) {
          ids.add(id(topicId, p, o));
          coordinates.add(topicId + "/" + p + "/" + o);
        }
      }
    }
    assertThat(ids).hasSameSizeAs(coordinates);
  }

  @Property
  void largeCoordinatesGetNameBasedIds(
      @ForAll String topicId,
      @ForAll @IntRange(min = PARTITIONS) int partition,
      @ForAll @LongRange(min = OFFSETS) long offset)
      throws IOException {
    assertThat(id(topicId, partition, 7)).isEqualTo(nameBased(topicId, partition, 7));
    assertThat(id(topicId, 7, offset)).isEqualTo(nameBased(topicId, 7, offset));
    assertThat(UUID.fromString(id(topicId, 7, offset)).version()).isEqualTo(3);
  }

  private static String id(String topicId, int partition, long offset) {
    return new MessageId(topicId).of(partition, offset).toStringUsingUTF8();
  }

  private static String nameBased(String topicId, int partition, long offset) throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(name);
    out.write(topicId.getBytes(StandardCharsets.UTF_8));
    out.writeInt(partition);
    out.writeLong(offset);
    return UUID.nameUUIDFromBytes(name.toByteArray()).toString();
  }
}
