package com.k2.marketdata.avro;

/**
 * The frame that Confluent's serializers put around Avro: a zero byte, a 4-byte schema id, the
 * body.
 */
final class ConfluentFrame {
  static final byte MAGIC = 0;
  static final int HEADER_LENGTH = 5;

  private ConfluentFrame() {}
}
