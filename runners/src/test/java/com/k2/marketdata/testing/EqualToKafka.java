package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.check.IndependentCheck;
import com.k2.marketdata.check.LakeTables;
import com.k2.marketdata.check.kafka.KafkaSource;
import com.k2.marketdata.check.rules.WriterSchemas;
import com.k2.marketdata.exchange.Exchanges;
import java.nio.file.Path;

/** The {@linkplain IndependentCheck independent check} of tables that tests have filled. */
public final class EqualToKafka {
  private EqualToKafka() {}

  /** A check of the tables of a state folder; all messages have the exchange's own schema. */
  public static IndependentCheck check(
      String bootstrap, String topic, String exchange, Path state) {
    return IndependentCheck.of(
        KafkaSource.of(bootstrap, topic),
        LakeTables.inState(state, exchange),
        WriterSchemas.always(Exchanges.named(exchange).rawSchema()));
  }

  /** Requires the check to find nothing among this number of messages. */
  public static void assertClean(IndependentCheck check, long messages) {
    CheckResult result = check.run();
    assertThat(result.isClean()).as(result.toString()).isTrue();
    assertThat(result.messages()).as("messages in Kafka").isEqualTo(messages);
  }
}
