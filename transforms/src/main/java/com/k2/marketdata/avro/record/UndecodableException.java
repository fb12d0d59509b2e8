package com.k2.marketdata.avro.record;

/**
 * A field of a record cannot be read. The message is a clause for the dead letter's detail that
 * names the field. It has no stack trace, because such messages may be frequent.
 */
public final class UndecodableException extends RuntimeException {
  UndecodableException(String detail) {
    super(detail, null, false, false);
  }
}
