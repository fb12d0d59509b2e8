package com.k2.marketdata.cli.option;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.options.ExchangeNames;
import com.k2.marketdata.text.Printable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** The exchange whose tables a command changes, and its topic. */
public final class ExchangeMixin {
  @Option(
      names = "--exchange",
      required = true,
      paramLabel = "NAME",
      completionCandidates = ExchangeNames.class,
      description = "The exchange of the tables: ${COMPLETION-CANDIDATES}.")
  private String exchange;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "The topic of the tables. Default: market.crypto.trades.EXCHANGE.raw, or the only topic"
              + " in which they have a position.")
  private String topic;

  /** The exchange. */
  public Exchange exchange() {
    return Exchanges.named(exchange);
  }

  /** The tables of the exchange, which must exist. */
  public ExchangeLake lake(CatalogMixin catalog) {
    return topic == null
        ? ExchangeLake.open(catalog.catalog(), exchange())
        : ExchangeLake.open(catalog.catalog(), exchange(), topic);
  }

  /**
   * The tables of the exchange, which must exist, for the topic that is given or else the
   * exchange's own, whatever positions the tables have.
   */
  public ExchangeLake lakeOfOwnTopic(CatalogMixin catalog) {
    Exchange named = Exchanges.named(exchange);
    return ExchangeLake.open(catalog.catalog(), named, topic == null ? named.topic() : topic);
  }

  /**
   * The state of a topic. Empty if no Kafka is given, or if it does not answer within seconds or
   * does not have the topic; prints the reason then.
   */
  public static Optional<TopicState> ask(
      Optional<KafkaConfig> kafka, String topic, PrintWriter err) {
    if (kafka.isEmpty()) {
      return Optional.empty();
    }
    KafkaConfig impatient =
        kafka
            .get()
            .with(
                Map.of(
                    CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "4000",
                    CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000"));
    try (TopicInspector inspector = new TopicInspector(impatient)) {
      return Optional.of(inspector.inspect(topic));
    } catch (RuntimeException e) {
      err.println("k2: " + Printable.lines(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
