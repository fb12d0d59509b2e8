/**
 * Checks the tables' rows for missing and duplicate records, and optionally their contents. {@link
 * com.k2.marketdata.verify.Verification} pins the tables and runs {@code scan}, {@code judge},
 * {@code contents} and {@code report} in that order. Only commands use this package.
 */
package com.k2.marketdata.verify;
