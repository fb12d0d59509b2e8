/**
 * The {@code k2} command line, one class per command. Commands parse and print; the work is done by
 * the packages they call. No other package uses it.
 */
package com.k2.marketdata.cli;
