/**
 * Compares the ledgers with each other and collects all findings in one report. Commands print the
 * report as text or JSON. Uses {@code verify.scan} and {@code verify.judge}.
 */
package com.k2.marketdata.verify.report;
