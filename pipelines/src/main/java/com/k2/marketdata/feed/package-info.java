/**
 * Publishes recorded trades to Kafka as the producers of the exchanges would have. Reads the
 * recordings of each exchange in its own format, which a user's jar can add. Only the {@code feed}
 * command uses it.
 */
package com.k2.marketdata.feed;
