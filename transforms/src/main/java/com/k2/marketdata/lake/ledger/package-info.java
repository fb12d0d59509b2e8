/**
 * The ledger: a table's position in a topic, stored in the summary of the snapshot that adds the
 * rows. Its fields, its stored form, and how it is read from snapshots; also the number of rows of
 * a snapshot. Uses no other package of {@code lake}; every package that needs a position may use
 * it.
 */
package com.k2.marketdata.lake.ledger;
