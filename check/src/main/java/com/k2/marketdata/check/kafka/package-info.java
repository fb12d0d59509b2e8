/**
 * Reads the messages of a topic with a plain Kafka consumer. Uses no other package of the check.
 */
package com.k2.marketdata.check.kafka;
