/**
 * Checks rows of a data file by themselves: against the file's manifest entry, and a column against
 * other columns of its row.
 */
package com.k2.marketdata.verify.row;
