package com.k2.marketdata.sql;

import java.util.List;

/**
 * The source of a view.
 *
 * @param select the SELECT statement that defines the view
 * @param files the paths and patterns of the local files that it reads
 */
record Source(String select, List<String> files) {
  Source {
    files = List.copyOf(files);
  }
}
