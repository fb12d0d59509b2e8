package com.k2.marketdata.lake.read;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.ReadItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/** Reads messages from a bronze table in this process, without keys and headers. */
public final class BronzeMessages {
  private BronzeMessages() {}

  /**
   * Passes on the messages of a selection, as of the table's last refresh.
   *
   * @param bronze has a snapshot
   */
  public static void read(Table bronze, BronzeSelection selection, Consumer<KafkaMessage> action) {
    List<BronzeSplit> splits =
        BronzeScan.share(
                new BronzeScan(bronze, selection)
                    .files(null, bronze.currentSnapshot().snapshotId(), null),
                1)
            .get(0);
    try (BronzeReader reader = new BronzeReader(bronze, selection, splits)) {
      for (ReadItem item = reader.next(); item != null; item = reader.next()) {
        if (item instanceof KafkaMessage message) {
          action.accept(message);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + bronze.name(), e);
    }
  }
}
