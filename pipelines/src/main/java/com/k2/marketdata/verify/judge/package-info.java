/**
 * Compares the blocks with each other, with the ledgers and with Kafka. The result is a verdict:
 * counts, and the ranges of offsets where something is wrong. Uses {@code verify.scan}.
 */
package com.k2.marketdata.verify.judge;
