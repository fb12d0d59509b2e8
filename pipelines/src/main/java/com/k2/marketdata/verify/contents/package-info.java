/**
 * Proves the contents of pinned tables: reads every column of every row, judges bronze's messages
 * again, and compares the results with silver, the dead letters and Kafka. A first pass adds up
 * hashes of rows by block; only blocks whose sums differ are read again and compared row by row.
 * Uses {@code verify.scan}, {@code verify.row} and {@code verify.judge}.
 */
package com.k2.marketdata.verify.contents;
