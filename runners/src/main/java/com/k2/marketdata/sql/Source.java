package com.k2.marketdata.sql;

import java.util.List;

/**
 * What a view selects from.
 *
 * @param select the view's statement
 * @param files the local files that it reads, and the only ones that it may
 */
record Source(String select, List<String> files) {
  Source {
    files = List.copyOf(files);
  }
}
