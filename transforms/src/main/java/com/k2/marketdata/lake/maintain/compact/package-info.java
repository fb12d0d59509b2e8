/**
 * Compaction: rewrites small files of one partition value as larger ones. The driver plans groups
 * of files, a Beam pipeline rewrites each group as one file, and commits replace the groups in the
 * table without changing rows or positions.
 */
package com.k2.marketdata.lake.maintain.compact;
