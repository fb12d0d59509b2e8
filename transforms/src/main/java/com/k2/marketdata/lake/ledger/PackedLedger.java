package com.k2.marketdata.lake.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The form of a ledger of many partitions. Every snapshot that a table keeps has its ledger in the
 * table's metadata file, which each commit reads and writes as a whole: a thousand partitions would
 * be 43 kB of JSON each. Packed, what is known per partition stands as a list by the partition's
 * number, and all of it as the Base64 text of its gzip.
 */
final class PackedLedger {
  /** About a hundred partitions. Less is no burden, and can be read as it stands. */
  private static final int MOST_PLAIN = 4_096;

  /** How the Base64 text of any gzip begins, and no JSON. */
  private static final String BEGIN = "H4sI";

  private static final List<String> BY_PARTITION = List.of("first", "next", "epochs");
  private static final ObjectMapper JSON = new ObjectMapper();

  private PackedLedger() {}

  static boolean isWorthwhile(String json) {
    return json.length() > MOST_PLAIN;
  }

  static boolean isPacked(String text) {
    return text.startsWith(BEGIN);
  }

  /** Packs a ledger's JSON, which it changes. */
  static String pack(ObjectNode ledger) throws IOException {
    for (String field : BY_PARTITION) {
      JsonNode byNumber = ledger.path(field);
      ArrayNode list = JSON.createArrayNode();
      while (byNumber.has(Integer.toString(list.size()))) {
        list.add(byNumber.get(Integer.toString(list.size())));
      }
      // A number that is missing leaves the field as it is.
      if (byNumber.isObject() && list.size() == byNumber.size()) {
        ledger.set(field, list);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      JSON.writeValue(out, ledger);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * The JSON of a packed ledger.
   *
   * @throws IllegalArgumentException if it is no Base64 text
   * @throws IOException if what the text holds is no JSON in gzip
   */
  static JsonNode unpack(String text) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(text);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      JsonNode ledger = JSON.readTree(in);
      for (String field : BY_PARTITION) {
        JsonNode list = ledger.path(field);
        if (list.isArray()) {
          ObjectNode byNumber = JSON.createObjectNode();
          list.forEach(value -> byNumber.set(Integer.toString(byNumber.size()), value));
          ((ObjectNode) ledger).set(field, byNumber);
        }
      }
      return ledger;
    }
  }
}
