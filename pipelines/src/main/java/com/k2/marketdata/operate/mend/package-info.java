/**
 * Rebuilds what other tools have removed from an exchange's tables: positions, from the rows that
 * are left, and dead letters that were not appended yet, from their messages. Both are planned
 * first, and refused if anything is missing. Only commands use this package.
 */
package com.k2.marketdata.operate.mend;
