package com.k2.marketdata.pipeline.feed;

import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;

/**
 * One trade of a recording, in its exchange's raw schema; nothing about it has been judged.
 *
 * @param symbol as recorded; empty if the recording has none
 * @param timeMicros the trade's own time since the epoch; empty if it cannot be read
 */
record RecordedTrade(GenericRecord raw, String symbol, OptionalLong timeMicros) {}
