package com.k2.marketdata.exchange;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** The fields of an exchange's messages that silver stores in {@code vendor_data}. */
public final class VendorFields {
  private final String[] names;
  private final int[] positions;

  private VendorFields(String[] names, int[] positions) {
    this.names = names;
    this.positions = positions;
  }

  /** The fields of a raw schema with these names. */
  public static VendorFields of(Schema rawSchema, String... names) {
    int[] positions = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      positions[i] = CheckedRules.position(rawSchema, names[i]);
    }
    return new VendorFields(names, positions);
  }

  /**
   * The values as sent, by field name, in the order of the fields; missing and empty ones are left
   * out.
   */
  public Map<String, String> read(IndexedRecord raw) {
    String[] values = new String[positions.length];
    for (int i = 0; i < positions.length; i++) {
      Object value = raw.get(positions[i]);
      values[i] = value == null ? "" : value.toString();
    }
    return new VendorData(names, values);
  }
}
