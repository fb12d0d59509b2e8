/**
 * The second pass over one block: compares its rows with the expected rows and with Kafka's
 * messages, offset by offset. Uses {@code finding}, {@code row}, {@code recorded} and {@code task};
 * {@code verify.contents} uses it.
 */
package com.k2.marketdata.verify.contents.diff;
