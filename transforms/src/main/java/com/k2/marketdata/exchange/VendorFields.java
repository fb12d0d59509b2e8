package com.k2.marketdata.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The fields of an exchange's messages that silver stores in {@code vendor_data}: chosen fields of
 * the raw schema, and all fields that only the writer's schema has.
 */
public final class VendorFields {
  private final int rawFields;
  private final String[] names;
  private final int[] positions;

  private VendorFields(int rawFields, String[] names, int[] positions) {
    this.rawFields = rawFields;
    this.names = names;
    this.positions = positions;
  }

  /** The fields of a raw schema with these names, and those that a writer adds to it. */
  public static VendorFields of(Schema rawSchema, String... names) {
    int[] positions = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      positions[i] = CheckedRules.position(rawSchema, names[i]);
    }
    return new VendorFields(rawSchema.getFields().size(), names, positions);
  }

  /**
   * The values as sent, by field name, in the order of the fields; missing and empty ones are left
   * out.
   */
  public Map<String, String> read(IndexedRecord raw) {
    List<Schema.Field> fields = raw.getSchema().getFields();
    int added = fields.size() - rawFields;
    String[] allNames = added == 0 ? names : Arrays.copyOf(names, names.length + added);
    String[] values = new String[allNames.length];
    for (int i = 0; i < positions.length; i++) {
      values[i] = text(raw.get(positions[i]));
    }
    for (int i = 0; i < added; i++) {
      allNames[names.length + i] = fields.get(rawFields + i).name();
      values[names.length + i] = text(raw.get(rawFields + i));
    }
    return new VendorData(allNames, values);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
