package com.k2.marketdata.message;

import java.io.Serializable;

/**
 * An item that a reader emits: the messages of a range in offset order, then one receipt that
 * records how far the reader came. Items of other ranges may be interleaved.
 */
public sealed interface ReadItem extends Serializable permits KafkaMessage, RangeReceipt {}
