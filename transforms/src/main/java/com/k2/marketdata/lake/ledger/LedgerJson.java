package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The stored form of ledgers: JSON, packed if it is long. Fields that a newer version has added are
 * ignored.
 */
final class LedgerJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private LedgerJson() {}

  static String write(Ledger ledger) {
    try {
      String json = JSON.writeValueAsString(ledger);
      return PackedLedger.isWorthwhile(json)
          ? PackedLedger.pack((ObjectNode) JSON.valueToTree(ledger))
          : json;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write a ledger as JSON", e);
    }
  }

  static Ledger read(String text) {
    try {
      JsonNode json = PackedLedger.isPacked(text) ? PackedLedger.unpack(text) : JSON.readTree(text);
      return requireNonNull(
          JSON.treeToValue(withTopicIds(withStandsFor(json)), Ledger.class), "null");
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException("Not a position ledger: " + text, e);
    }
  }

  /** Earlier versions stored no topic id with a skipped range; it was the ledger's own. */
  private static JsonNode withTopicIds(JsonNode json) {
    for (JsonNode skipped : json.path("skipped")) {
      if (skipped.isObject() && !skipped.hasNonNull("topicId")) {
        ((ObjectNode) skipped).set("topicId", json.path("topicId"));
      }
    }
    return json;
  }

  /** Earlier versions stored {@code standsFor} as the cycle of an intent without a list. */
  private static JsonNode withStandsFor(JsonNode json) {
    JsonNode intent = json.path("intent");
    if (intent.isObject() && !intent.hasNonNull("list")) {
      ((ObjectNode) json).set("standsFor", intent.path("cycle"));
      ((ObjectNode) json).remove("intent");
    }
    return json;
  }
}
