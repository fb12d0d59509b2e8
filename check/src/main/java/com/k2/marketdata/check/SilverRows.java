package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.Message;
import com.k2.marketdata.check.rules.Expectation;
import com.k2.marketdata.check.rules.Judge;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.iceberg.data.Record;

/** Compares silver and the dead letters with what the messages should have become. */
final class SilverRows {
  private static final long MAX_PARTITION = 1L << 24;
  private static final long MAX_OFFSET = 1L << 48;

  private final LakeTables tables;
  private final Judge judge;
  private final String topicIdHash;
  private final Findings findings;

  SilverRows(LakeTables tables, Judge judge, String topicId, Findings findings) {
    this.tables = tables;
    this.judge = judge;
    this.topicIdHash = hash(topicId);
    this.findings = findings;
  }

  /** Checks a row of silver. */
  void checkTrade(Record row, Message message) {
    Expectation expectation = judge.judge(message);
    Differences differences = new Differences(row);
    if (expectation.trade().isEmpty()) {
      differences.expect("the outcome", "a trade", expectation.toString());
    } else {
      Expectation.Trade trade = expectation.trade().get();
      differences
          .expect("symbol", trade.symbol())
          .expect("price", trade.price())
          .expect("quantity", trade.quantity())
          .expect("side", trade.side())
          .expectMicros("timestamp", trade.micros())
          .expect("trade_id", trade.tradeId())
          .expect("source_sequence", trade.sourceSequence())
          .expect("exchange", tables.exchange().toUpperCase(Locale.ROOT))
          .expect("asset_class", "crypto")
          .expect("trade_conditions", trade.conditions())
          .expectMicros("ingestion_timestamp", trade.ingestedMicros())
          .expect("platform_sequence", null)
          .expect("vendor_data", trade.vendorData())
          .expect("schema_id", expectation.schemaId().orElse(null));
      if (!trade.currencies().contains(row.getField("currency"))) {
        differences.expect("currency", trade.currencies());
      }
      if (message.partition() < MAX_PARTITION && message.offset() < MAX_OFFSET) {
        differences.expect("message_id", messageId(message));
      }
    }
    differences.report(tables.silver(), message, findings);
  }

  /** Checks a row of the dead letters. */
  void checkDeadLetter(Record row, Message message) {
    Expectation expectation = judge.judge(message);
    String reason = (String) row.getField("error_reason");
    Differences differences = new Differences(row);
    if (!expectation.reasons().contains(reason)) {
      differences.expect("the outcome", "a dead letter with [" + reason + "]", expectation + "");
    }
    checkMessage(differences, row, message, expectation);
  }

  /** Checks a dead letter that was replayed: its reason is that of earlier rules. */
  void checkReplayed(Record row, Message message) {
    checkMessage(new Differences(row), row, message, judge.judge(message));
  }

  private void checkMessage(
      Differences differences, Record row, Message message, Expectation expectation) {
    differences
        .expectBytes("raw_record", message.value())
        .expect("error_type", errorType((String) row.getField("error_reason")))
        .expect("bronze_source", tables.bronze())
        .expectMicros("kafka_timestamp", BronzeRows.kafkaMicros(message))
        .expect("schema_id", expectation.schemaId().orElse(null))
        .expectDayOf("dlq_date", "error_timestamp")
        .report(LakeTables.DEAD_LETTERS, message, findings);
  }

  private static String errorType(String reason) {
    String category = reason.substring(0, reason.indexOf('_'));
    return switch (category) {
      case "payload", "framing", "schema" -> "decoding";
      case "quote" -> "symbol";
      default -> category;
    };
  }

  private String messageId(Message message) {
    String text =
        topicIdHash + "8" + String.format("%06x%012x", message.partition(), message.offset());
    return text.substring(0, 8)
        + "-"
        + text.substring(8, 12)
        + "-"
        + text.substring(12, 16)
        + "-b"
        + text.substring(16, 19)
        + "-"
        + text.substring(19);
  }

  /** The first 48 bits of the SHA-256 of the topic id's text. */
  private static String hash(String topicId) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(topicId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
