package com.k2.marketdata.peer;

/** How Spark makes silver and its dead letters, two tables from one stream. */
enum SilverMode {
  /** Two streaming queries: each reads and decodes everything, and they run at the same time. */
  TWO,
  /** One query; each of its batches is read and decoded once for each table. */
  EACH,
  /** One query; each of its batches is decoded once and kept in memory for both tables. */
  EACH_CACHED
}
