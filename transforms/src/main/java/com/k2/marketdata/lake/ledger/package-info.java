/**
 * A table's position and the compare-and-set commits that move it. The ledger is stored in the
 * summary of the snapshot that adds the rows. Uses {@code lake.catalog} only; everything that
 * commits to a table uses it.
 */
package com.k2.marketdata.lake.ledger;
