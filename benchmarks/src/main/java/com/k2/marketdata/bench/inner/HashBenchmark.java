package com.k2.marketdata.bench.inner;

import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.MessageHash;
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

/** The cost of adding a message to the running sum of bronze's rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashBenchmark {
  private static final int MESSAGES = 50_000;

  /** The exchange of the messages. */
  @Param({"binance", "kraken"})
  public String exchange;

  private final MessageHash hash = new MessageHash();
  private List<KafkaMessage> messages;

  /** Generates the messages. */
  @Setup
  public void setUp() {
    messages = SyntheticMessages.of(exchange, MESSAGES);
  }

  /** Adds up the hashes. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public long sum() {
    long sum = 0;
    for (KafkaMessage message : messages) {
      sum += hash.of(message);
    }
    return sum;
  }
}
