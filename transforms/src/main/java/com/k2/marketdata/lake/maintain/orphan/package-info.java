/**
 * Orphan removal: lists a table's files, reads what its metadata and K2's intents refer to, and
 * removes old files that nothing refers to. {@code FindOrphans} changes nothing except for the
 * fence; {@code DeleteOrphans} deletes what it found.
 */
package com.k2.marketdata.lake.maintain.orphan;
