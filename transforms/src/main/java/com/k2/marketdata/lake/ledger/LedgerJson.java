package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The form in which ledgers stand in summaries: JSON, packed where partitions are many. What a
 * newer version added is passed over.
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
      throw new UncheckedIOException("A ledger of plain values has a JSON form", e);
    }
  }

  static Ledger read(String text) {
    try {
      Ledger ledger =
          PackedLedger.isPacked(text)
              ? JSON.treeToValue(PackedLedger.unpack(text), Ledger.class)
              : JSON.readValue(text, Ledger.class);
      return requireNonNull(ledger, "null");
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException("No position ledger: " + text, e);
    }
  }
}
