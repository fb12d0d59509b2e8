package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class LocalTopicsIT {
  /** A broker may create a topic before its metadata has it. */
  @Test
  void topicThatIsNotKnownYetIsAwaited() throws Exception {
    CountDownLatch requests = new CountDownLatch(2);
    try (LocalKafka kafka = LocalKafka.start();
        Admin admin = KafkaAdmin.open(kafka.bootstrap())) {
      CompletableFuture<Void> awaited =
          CompletableFuture.runAsync(() -> awaitLeaders(counting(admin, requests), "late"));
      assertThat(requests.await(30, TimeUnit.SECONDS)).isTrue();

      kafka.createTopic("late", LocalTopics.PARTITIONS);

      assertThat(awaited).succeedsWithin(30, TimeUnit.SECONDS);
    }
  }

  private static Admin counting(Admin admin, CountDownLatch requests) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("listOffsets")) {
                requests.countDown();
              }
              return method.invoke(admin, arguments);
            });
  }

  private static void awaitLeaders(Admin admin, String topic) {
    try {
      LocalTopics.awaitLeaders(admin, topic);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
