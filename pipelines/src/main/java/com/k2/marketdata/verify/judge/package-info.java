/**
 * Compares the blocks with each other, with the ledgers and with Kafka. The result is a verdict:
 * counts, and ranges of offsets that have a problem. Uses {@code verify.scan}.
 */
package com.k2.marketdata.verify.judge;
