package com.k2.marketdata.feed;

import com.k2.marketdata.avro.ConfluentEncoder;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.feed.recording.Defect;
import com.k2.marketdata.feed.recording.RecordedTrade;
import com.k2.marketdata.feed.recording.RecordingFormat;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.TradeRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes messages of recorded trades and breaks a share of them on purpose. The same trades in the
 * same order with the same seed give the same messages.
 */
final class MessageFactory {
  private static final String INGESTED = "ingestion_timestamp";

  private final FeedConfig config;
  private final int schemaId;
  private final ConfluentEncoder encoder;
  private final TradeRules rules;
  private final RecordingFormat recording;
  private final List<Defect> kinds;
  private final SplittableRandom random;
  private final Map<String, Long> broken = new TreeMap<>();
  private final Map<String, Long> rejectedAnyway = new TreeMap<>();
  private int nextKind;
  private long lastMicros;
  private long moved;

  MessageFactory(FeedConfig config, int schemaId, RecordingFormat recording) {
    this.config = config;
    this.schemaId = schemaId;
    this.encoder = new ConfluentEncoder(schemaId, config.exchange().rawSchema());
    this.rules = config.exchange().rules(RuleSettings.DEFAULTS);
    this.kinds = new ArrayList<>(Defect.ofBytes(config.registry() != null));
    kinds.addAll(recording.defects());
    this.recording = recording;
    this.random = new SplittableRandom(config.seed());
  }

  /** Adds the message of a trade to a chunk. */
  void add(RecordedTrade trade, PackedMessages chunk) {
    if (config.stamp() == FeedConfig.Stamp.NOW) {
      lastMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
      moveTo(lastMicros, trade);
    } else {
      // The time of the previous trade replaces a time that cannot be read.
      lastMicros = trade.timeMicros().orElse(lastMicros);
    }
    long millis = TimeUnit.MICROSECONDS.toMillis(lastMicros);
    trade.raw().put(INGESTED, lastMicros);
    boolean chosen = config.defects() > 0 && random.nextDouble() < config.defects();
    chunk.add(
        millis,
        key(trade),
        chosen && isAccepted(trade.raw(), millis)
            ? broken(trade.raw())
            : encoder.encode(trade.raw()));
  }

  /** The number of broken messages, by the code of the reason for which they will be rejected. */
  Map<String, Long> defects() {
    return Collections.unmodifiableMap(new TreeMap<>(broken));
  }

  /**
   * How many messages were chosen to be broken and were not, because the rules reject them anyway,
   * by the code of the reason.
   */
  Map<String, Long> rejectedAnyway() {
    return Collections.unmodifiableMap(new TreeMap<>(rejectedAnyway));
  }

  /** The number of trades whose times were moved to the time of publication. */
  long moved() {
    return moved;
  }

  private void moveTo(long micros, RecordedTrade trade) {
    if (trade.timeMicros().isPresent()) {
      recording.moveTimes(trade.raw(), micros - trade.timeMicros().getAsLong());
      moved++;
    }
  }

  /** A trade that the rules reject anyway gets no defect: they would give another reason. */
  private boolean isAccepted(GenericRecord raw, long millis) {
    KafkaMessage message =
        new KafkaMessage(config.topic(), "", 0, 0, millis, 0, Map.of(), null, null);
    if (rules.judge(message, schemaId, raw) instanceof Outcome.Rejected rejected) {
      rejectedAnyway.merge(rejected.reason().code(), 1L, Long::sum);
      return false;
    }
    return true;
  }

  private byte[] broken(GenericRecord raw) {
    Defect defect = kinds.get(nextKind++ % kinds.size());
    GenericData.Record copy = new GenericData.Record((GenericData.Record) raw, true);
    defect.record().accept(copy);
    broken.merge(defect.expected().code(), 1L, Long::sum);
    return defect.bytes().apply(encoder.encode(copy));
  }

  private byte[] key(RecordedTrade trade) {
    return config.key() == FeedConfig.Key.NONE || trade.symbol().isEmpty()
        ? null
        : trade.symbol().getBytes(StandardCharsets.UTF_8);
  }
}
