package com.k2.marketdata.lake.write.spill;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory that can be appended to and read without copying them. Not thread-safe. */
final class ByteBuilder extends OutputStream {
  private static final int INITIAL_BYTES = 8_192;

  private byte[] array = new byte[INITIAL_BYTES];
  private int size;

  /** The bytes from 0 to {@link #size()}, until the next change. */
  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  /** Discards what is after the first bytes, or adds bytes of any value. */
  void resize(int newSize) {
    if (newSize > array.length) {
      array = Arrays.copyOf(array, Math.max(newSize, array.length * 2));
    }
    size = newSize;
  }

  @Override
  public void write(int value) {
    resize(size + 1);
    array[size - 1] = (byte) value;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    resize(size + length);
    System.arraycopy(source, from, array, size - length, length);
  }
}
