package com.k2.marketdata.message;

import java.io.Serializable;

/**
 * What reading a range of offsets yields: its messages in offset order, then one receipt that says
 * how far the reader came. Between them may come what other ranges yield.
 */
public sealed interface ReadItem extends Serializable permits KafkaMessage, RangeReceipt {}
