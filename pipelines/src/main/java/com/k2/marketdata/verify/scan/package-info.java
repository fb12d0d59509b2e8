/**
 * Reads the Kafka coordinates of every row of pinned tables into blocks of offsets. A block holds
 * the offsets that each table has in one range of a partition. Uses no other package of {@code
 * verify}.
 */
package com.k2.marketdata.verify.scan;
