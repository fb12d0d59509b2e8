/**
 * Plans cycles from Kafka or from bronze: checks the source for holes, picks as many offsets as fit
 * in memory, and fixes everything before the Beam pipeline is built. Used by {@code pipeline}.
 */
package com.k2.marketdata.cycle.plan;
