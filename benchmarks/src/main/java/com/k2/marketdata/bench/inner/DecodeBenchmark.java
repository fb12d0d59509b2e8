package com.k2.marketdata.bench.inner;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.TradeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The cost of a message before it becomes a row: decoding its framing and Avro body, and applying
 * the exchange's rules.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
  private static final int MESSAGES = 50_000;

  /** The exchange of the messages. */
  @Param({"binance", "kraken"})
  public String exchange;

  private List<KafkaMessage> messages;
  private List<Decoding.Decoded> decoded;
  private MessageDecoder decoder;
  private TradeRules rules;

  /** Generates and decodes the messages. */
  @Setup
  public void setUp() {
    Exchange of = Exchanges.named(exchange);
    messages = SyntheticMessages.of(exchange, MESSAGES);
    decoder = new MessageDecoder(of.rawSchema(), BundledSchema.of(of.rawSchema()));
    rules = of.rules(RuleSettings.DEFAULTS);
    decoded = new ArrayList<>();
    for (KafkaMessage message : messages) {
      if (decoder.decode(message) instanceof Decoding.Decoded good) {
        decoded.add(good);
      }
    }
    while (decoded.size() < MESSAGES) {
      decoded.add(decoded.get(0));
    }
  }

  /** Decodes the framing and the Avro body. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void decode(Blackhole hole) {
    for (KafkaMessage message : messages) {
      hole.consume(decoder.decode(message));
    }
  }

  /** Applies the rules to decoded messages. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void judge(Blackhole hole) {
    for (Decoding.Decoded one : decoded) {
      hole.consume(rules.judge(one.message(), one.schemaId(), one.record()));
    }
  }
}
