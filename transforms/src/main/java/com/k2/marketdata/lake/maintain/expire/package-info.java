/**
 * The expire step: removes old snapshots from a table's metadata, and deletes the files that only
 * they refer to.
 */
package com.k2.marketdata.lake.maintain.expire;
