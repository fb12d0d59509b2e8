package com.k2.marketdata.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Collects the fields of a message that have no column of their own, as sent. */
final class VendorData {
  private VendorData() {}

  /** The values by field name, in the order given, without those that are missing. */
  static Map<String, String> of(IndexedRecord raw, int[] fields) {
    Map<String, String> vendorData = new LinkedHashMap<>(2 * fields.length);
    for (int field : fields) {
      Object value = raw.get(field);
      String text = value == null ? "" : value.toString();
      if (!text.isEmpty()) {
        Schema schema = raw.getSchema();
        vendorData.put(schema.getFields().get(field).name(), text);
      }
    }
    return Collections.unmodifiableMap(vendorData);
  }
}
