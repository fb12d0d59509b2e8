package com.k2.marketdata.kafka;

import java.io.Serializable;

/** A range and its number in the cycle's plan; its receipt has the same number. */
public record NumberedRange(int number, OffsetRange offsets) implements Serializable {}
