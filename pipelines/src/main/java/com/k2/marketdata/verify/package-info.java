/**
 * Checks the tables' rows for missing and duplicate records. {@link
 * com.k2.marketdata.verify.Verification} pins the tables and runs {@code scan}, {@code judge} and
 * {@code report} in that order. Only commands use this package.
 */
package com.k2.marketdata.verify;
