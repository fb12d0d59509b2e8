package com.k2.marketdata.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class BatchReaderTest {
  private final Items items = new Items();
  private final BatchReader reader =
      new BatchReader(
          null,
          () -> {
            items.opened++;
            return items;
          });

  /** Counts calls; yields as many receipts as {@code left} says, then fails or ends. */
  private static final class Items implements ItemReader {
    private int opened;
    private int closed;
    private int left = 1;
    private boolean fails;
    private boolean closeFails;

    @Override
    public ReadItem next() throws IOException {
      assertThat(closed).isZero();
      if (left-- > 0) {
        return new RangeReceipt(left, 0, 1, 1, 1, 1);
      }
      if (fails) {
        throw new IOException("gone");
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      closed++;
      if (closeFails) {
        throw new IOException("not closed");
      }
    }
  }

  @Test
  void itemsAreOpenedAtTheStart() throws IOException {
    assertThat(items.opened).isZero();
    assertThat(reader.start()).isTrue();
    assertThat(items.opened).isOne();
  }

  @Test
  void allItemsComeInBatches() throws IOException {
    items.left = ReadBatch.MAX_ITEMS + 1;
    assertThat(reader.start()).isTrue();
    assertThat(reader.getCurrent()).hasSize(ReadBatch.MAX_ITEMS);
    assertThat(reader.advance()).isTrue();
    assertThat(reader.getCurrent()).hasSize(1);
    assertThat(reader.advance()).isFalse();
    assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void itemsAreClosedOnceAfterTheLast() throws IOException {
    reader.start();
    assertThat(items.closed).isZero();
    assertThat(reader.advance()).isFalse();
    assertThat(items.closed).isOne();
    assertThat(reader.advance()).isFalse();
    reader.close();
    assertThat(items.closed).isOne();
  }

  @Test
  void itemsAreClosedAfterAFailure() {
    items.fails = true;
    items.closeFails = true;
    assertThatThrownBy(reader::start)
        .hasMessage("gone")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(items.closed).isOne();
  }

  @Test
  void itemsAreClosedByTheRunner() throws IOException {
    reader.start();
    reader.close();
    assertThat(items.closed).isOne();
  }

  @Test
  void readerNeverStartedCanBeClosed() throws IOException {
    reader.close();
    assertThat(items.closed).isZero();
  }
}
