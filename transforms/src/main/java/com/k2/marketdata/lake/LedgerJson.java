package com.k2.marketdata.lake;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The form in which ledgers stand in summaries. What a newer version added is passed over. */
final class LedgerJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private LedgerJson() {}

  static String write(Ledger ledger) {
    try {
      return JSON.writeValueAsString(ledger);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A ledger of plain values has a JSON form", e);
    }
  }

  static Ledger read(String json) {
    try {
      return requireNonNull(JSON.readValue(json, Ledger.class), "null");
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException("No position ledger: " + json, e);
    }
  }
}
