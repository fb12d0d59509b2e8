package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.message.RangeReceipt;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * The output of one attempt at a task: the receipts of the ranges that it read, and the data files
 * that it wrote from them. All are in one object, so that a receipt is never combined with the
 * files of another attempt.
 *
 * @param bronzeSum the sum, modulo 2^64, of the hashes of the rows that it wrote into bronze
 */
public record TaskResult(List<RangeReceipt> receipts, ByRole<List<DataFile>> files, long bronzeSum)
    implements Serializable {

  /** The data files of a table; empty if nothing was written to it. */
  public List<DataFile> files(TableRole role) {
    return files.get(role).orElse(List.of());
  }
}
