package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** I7: a topic without an id is never mistaken for another one of its name. */
class TopicIdentityTest {
  private static final String STATED = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final KafkaConfig KAFKA = new KafkaConfig(Map.of("bootstrap.servers", "host:1"));

  @Test
  void kafkasIdIsUsed() {
    Uuid id = Uuid.randomUuid();
    TopicIdentity identity = TopicIdentity.of(KAFKA, "cluster", "trades", id);
    assertThat(identity).isEqualTo(new TopicIdentity("cluster", "trades", id.toString()));
    assertThat(identity.isAssignedByKafka()).isTrue();
  }

  @Test
  void missingIdIsARetriedSystemFault() {
    assertThatThrownBy(() -> TopicIdentity.of(KAFKA, "cluster", "trades", Uuid.ZERO_UUID))
        .isInstanceOfSatisfying(
            SystemFaultException.class, e -> assertThat(e.exitCode().isRetried()).isTrue())
        .hasMessageContainingAll("host:1", "no id of topic trades", "--topicIdentity=UUID");
  }

  @Test
  void statedIdReplacesKafkas() {
    KafkaConfig stated = new KafkaConfig(KAFKA.properties(), STATED);
    for (Uuid id : new Uuid[] {Uuid.ZERO_UUID, Uuid.randomUuid()}) {
      TopicIdentity identity =
          TopicIdentity.of(stated.with(Map.of("client.id", "x")), "cluster", "trades", id);
      assertThat(identity.topicId()).isEqualTo(STATED);
      assertThat(identity.isAssignedByKafka()).isFalse();
    }
  }

  @Test
  void positionWithoutAnIdIsAHole() {
    TopicIdentity none = new TopicIdentity("cluster", "trades", TopicIdentity.NO_ID);
    assertThatThrownBy(() -> TopicGuard.requireSame(none, none, "the tables' position is of"))
        .isInstanceOf(HoleException.class)
        .hasMessageContainingAll("without topic ids", "k2 ledger set --exchange=… --new-topic");
  }
}
