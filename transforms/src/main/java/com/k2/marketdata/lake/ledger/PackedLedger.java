package com.k2.marketdata.lake.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The stored form of a ledger with many partitions. A table's metadata file contains the ledger of
 * every snapshot that is kept, and each commit reads and writes that file as a whole. With a
 * thousand partitions, a ledger has 43 kB of JSON. In the packed form, the fields with a value per
 * partition are lists indexed by partition, and the JSON is compressed with gzip and encoded in
 * Base64.
 */
final class PackedLedger {
  /** About a hundred partitions. Shorter ledgers stay readable. */
  private static final int MAX_PLAIN_CHARS = 4_096;

  /** The start of gzip data in Base64. JSON never starts like this. */
  private static final String PREFIX = "H4sI";

  private static final List<String> BY_PARTITION = List.of("first", "next", "epochs");

  /** In each element of {@code sums} and {@code judged}. */
  private static final String FROM = "from";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PackedLedger() {}

  static boolean isWorthwhile(String json) {
    return json.length() > MAX_PLAIN_CHARS;
  }

  static boolean isPacked(String text) {
    return text.startsWith(PREFIX);
  }

  /** Packs a ledger's JSON. Modifies the argument. */
  static String pack(ObjectNode ledger) throws IOException {
    byPartition(ledger, PackedLedger::toList);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      JSON.writeValue(out, ledger);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * The JSON of a packed ledger.
   *
   * @throws IllegalArgumentException if the text is not Base64
   * @throws IOException if it does not contain JSON compressed with gzip
   */
  static JsonNode unpack(String text) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(text);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      JsonNode ledger = JSON.readTree(in);
      byPartition(ledger, PackedLedger::toMap);
      return ledger;
    }
  }

  /** Applies a change to each field that has a value per partition. */
  private static void byPartition(JsonNode ledger, BiConsumer<ObjectNode, String> change) {
    List<JsonNode> withFrom = new ArrayList<>();
    ledger.path("sums").forEach(withFrom::add);
    ledger.path("judged").forEach(withFrom::add);
    if (ledger instanceof ObjectNode top) {
      BY_PARTITION.forEach(field -> change.accept(top, field));
    }
    for (JsonNode each : withFrom) {
      if (each instanceof ObjectNode parent) {
        change.accept(parent, FROM);
      }
    }
  }

  private static void toList(ObjectNode parent, String field) {
    JsonNode byNumber = parent.path(field);
    ArrayNode list = JSON.createArrayNode();
    while (byNumber.has(Integer.toString(list.size()))) {
      list.add(byNumber.get(Integer.toString(list.size())));
    }
    // If a partition is missing, the field stays a map.
    if (byNumber.isObject() && list.size() == byNumber.size()) {
      parent.set(field, list);
    }
  }

  private static void toMap(ObjectNode parent, String field) {
    JsonNode list = parent.path(field);
    if (list.isArray()) {
      ObjectNode byNumber = JSON.createObjectNode();
      list.forEach(value -> byNumber.set(Integer.toString(byNumber.size()), value));
      parent.set(field, byNumber);
    }
  }
}
