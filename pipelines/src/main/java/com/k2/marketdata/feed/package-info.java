/**
 * Publishes recorded trades to Kafka as the exchanges' producers would have. Reads recordings of
 * each exchange's format. Only the {@code feed} command uses it.
 */
package com.k2.marketdata.feed;
