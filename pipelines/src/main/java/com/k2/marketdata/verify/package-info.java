/**
 * Proves from the tables' rows that no record is missing and none is there twice. {@link
 * com.k2.marketdata.verify.Verification} pins the tables and runs {@code scan}, {@code judge} and
 * {@code report} in that order. Only commands use this package.
 */
package com.k2.marketdata.verify;
