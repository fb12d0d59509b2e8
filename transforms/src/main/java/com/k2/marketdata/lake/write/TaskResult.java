package com.k2.marketdata.lake.write;

import com.k2.marketdata.message.RangeReceipt;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * What one attempt at a task leaves behind: the receipts of the ranges it read and the files it
 * wrote from them. They travel together, so that a receipt never vouches for another attempt's
 * files.
 */
public record TaskResult(
    List<RangeReceipt> receipts,
    List<DataFile> bronze,
    List<DataFile> silver,
    List<DataFile> deadLetters)
    implements Serializable {}
