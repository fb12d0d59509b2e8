package com.k2.marketdata.peer.job;

/** How Spark writes silver and its dead letters, two tables, from one stream. */
public enum SilverMode {
  /** Two concurrent streaming queries, each of which reads and decodes everything. */
  TWO,
  /** One query; each batch is read and decoded once per table. */
  EACH,
  /** One query; each batch is decoded once and cached in memory for both tables. */
  EACH_CACHED
}
