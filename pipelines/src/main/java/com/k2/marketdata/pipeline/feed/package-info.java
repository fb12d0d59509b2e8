/** Publishes recorded trades to Kafka, as the exchanges' producers would have. */
package com.k2.marketdata.pipeline.feed;
