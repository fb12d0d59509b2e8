package com.k2.marketdata.avro.record;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a value of one branch of a writer's field, and returns it as the rules expect it. */
interface ValueReader {

  /**
   * The next value.
   *
   * @throws ValueException if it was decoded but cannot be used
   */
  @Nullable Object read(BinaryDecoder in) throws IOException, ValueException;
}
