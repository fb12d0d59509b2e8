package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.util.regex.Pattern;

/** Derives from a file's name what it was, by the names that Iceberg and K2 give to files. */
final class OrphanKinds {
  private static final Pattern MANIFEST = Pattern.compile(".+-m\\d+\\.avro");
  private static final Pattern DATA = Pattern.compile(".+\\.(?:parquet|avro|orc)");
  private static final Pattern DELETES = Pattern.compile(".+-deletes\\.[a-z]+");
  private static final Pattern STATISTICS =
      Pattern.compile(".+\\.(?:stats|puffin)|partition-stats-.+");

  private OrphanKinds() {}

  static Kind of(String location) {
    String name = name(location);
    if (name.startsWith("k2-intent-")) {
      return Kind.INTENT_LIST;
    }
    if (DELETES.matcher(name).matches()) {
      return Kind.DELETE_FILE;
    }
    if (STATISTICS.matcher(name).matches()) {
      return Kind.STATISTICS_FILE;
    }
    if (name.startsWith("snap-") && name.endsWith(".avro")) {
      return Kind.MANIFEST_LIST;
    }
    if (MANIFEST.matcher(name).matches()) {
      return Kind.MANIFEST;
    }
    return DATA.matcher(name).matches() ? Kind.DATA_FILE : Kind.OTHER_FILE;
  }

  /** Whether the name is that of table metadata, such as {@code 00001-….gz.metadata.json}. */
  static boolean isMetadata(String location) {
    return name(location).contains(".metadata.json");
  }

  static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
