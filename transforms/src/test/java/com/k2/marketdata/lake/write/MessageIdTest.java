package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The ids of silver's rows. */
class MessageIdTest {

  @Property
  void itIsTheNameBasedUuidOfTopicIdPartitionAndOffset(
      @ForAll String topicId,
      @ForAll @IntRange(min = 0) int partition,
      @ForAll @LongRange(min = 0) long offset)
      throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(name);
    out.write(topicId.getBytes(StandardCharsets.UTF_8));
    out.writeInt(partition);
    out.writeLong(offset);
    assertThat(new MessageId(topicId).of(partition, offset).toStringUsingUTF8())
        .isEqualTo(UUID.nameUUIDFromBytes(name.toByteArray()).toString());
  }

  @Example
  void aKnownIdNeverChanges() {
    assertThat(new MessageId("dG9waWMtaWQ").of(3, 42).toStringUsingUTF8())
        .isEqualTo(new MessageId("dG9waWMtaWQ").of(3, 42).toStringUsingUTF8())
        .isEqualTo("a89634f8-cc6e-3d4d-9c83-7aa2d64858c3");
  }

  @Example
  void coordinatesThatDifferHaveIdsThatDiffer() {
    Set<String> ids = new HashSet<>();
    for (String topicId : new String[] {"a", "b", "ab"}) {
      MessageId ofTopic = new MessageId(topicId);
      for (int partition = 0; partition < 20; partition++) {
        for (long offset = 0; offset < 500; offset++) {
          ids.add(ofTopic.of(partition, offset).toStringUsingUTF8());
        }
      }
    }
    assertThat(ids).hasSize(3 * 20 * 500);
  }
}
