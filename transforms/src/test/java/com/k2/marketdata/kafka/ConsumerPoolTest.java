package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConsumerPoolTest {
  private static final KafkaConfig KAFKA = config("consumer-pool-test");

  private final Object reader = new Object();

  @Test
  void consumerGivenBackIsUsedWithoutItsAssignment() {
    ConsumerPool.Lease first = ConsumerPool.lease(KAFKA, reader);
    first.consumer().assign(List.of(new TopicPartition("t", 0)));
    first.giveBack();
    first.discard(); // has no effect

    ConsumerPool.Lease second = ConsumerPool.lease(KAFKA, reader);
    assertThat(second.consumer()).isSameAs(first.consumer());
    assertThat(second.consumer().assignment()).isEmpty();
    second.discard();
  }

  @Test
  void discardedConsumerIsClosedAndNotUsedAgain() {
    ConsumerPool.Lease first = ConsumerPool.lease(KAFKA, reader);
    first.discard();
    first.giveBack(); // has no effect

    ConsumerPool.Lease second = ConsumerPool.lease(KAFKA, reader);
    assertThat(second.consumer()).isNotSameAs(first.consumer());
    assertClosed(first.consumer());
    second.discard();
  }

  @Test
  void consumerOfOtherSettingsIsNotUsed() {
    ConsumerPool.Lease first = ConsumerPool.lease(KAFKA, reader);
    first.giveBack();
    ConsumerPool.Lease other = ConsumerPool.lease(config("another"), reader);
    assertThat(other.consumer()).isNotSameAs(first.consumer());
    other.discard();
  }

  @Test
  void consumerOfADroppedReaderIsClosed() throws Exception {
    // A consumer has this bean until it is closed; calling the consumer would disturb its closing.
    ObjectName bean = new ObjectName("kafka.consumer:type=app-info,id=dropped");
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ConsumerPool.lease(config("dropped"), new Object());
    assertThat(beans.isRegistered(bean)).isTrue();

    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (beans.isRegistered(bean) && System.nanoTime() < deadline) {
      System.gc();
    }
    assertThat(beans.isRegistered(bean)).isFalse();
  }

  private static void assertClosed(Consumer<?, ?> consumer) {
    assertThatThrownBy(consumer::assignment)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static KafkaConfig config(String clientId) {
    return new KafkaConfig(Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", clientId));
  }
}
