package com.k2.marketdata.lake.catalog;

import java.util.Optional;

/**
 * A table that an embedded catalog does not have, or whose current metadata file is missing.
 *
 * @param noMetadata the failure to read the metadata file that the catalog has for the table; empty
 *     if the catalog does not have the table
 */
public record LostTable(TableFolder folder, Optional<String> noMetadata) {
  /** The table's name, without the namespace. */
  public String name() {
    return folder.name();
  }
}
